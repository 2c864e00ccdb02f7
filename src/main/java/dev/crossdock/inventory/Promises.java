package dev.crossdock.inventory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.crossdock.delivery.Offer;
import dev.crossdock.delivery.Slots;
import dev.crossdock.kernel.Capped;
import dev.crossdock.kernel.Sku;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;

/**
 * Says how many of a SKU a channel may promise. An answer is remembered for as long as the
 * channel's file says, but never one about the last units.
 */
@Service
public class Promises implements Capped {
  private static final int MOST_REMEMBERED = 50_000;

  private final AvailabilityTable table;
  private final Slots slots;
  private final Bundles bundles;
  private final int mostRemembered;
  private final Cache<Asked, Remembered> cache;

  @Autowired
  Promises(AvailabilityTable table, Slots slots, Bundles bundles) {
    this(table, slots, bundles, MOST_REMEMBERED, Ticker.systemTicker());
  }

  Promises(
      AvailabilityTable table, Slots slots, Bundles bundles, int mostRemembered, Ticker ticker) {
    this.table = table;
    this.slots = slots;
    this.bundles = bundles;
    this.mostRemembered = mostRemembered;
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(mostRemembered)
            .expireAfter(
                Expiry.creating((Asked key, Remembered value) -> value.offer().rules().cacheFor()))
            .ticker(ticker)
            .executor(Runnable::run)
            .recordStats()
            .build();
  }

  private record Asked(String channel, Sku sku) {}

  /** An answer, and the rules it was given by. */
  private record Remembered(Offer offer, Promisable answer) {
    boolean holdsFor(Offer now) {
      return !answer.lastUnits() && offer.equals(now);
    }
  }

  /**
   * An answer for each SKU, in the order in which they were asked for; empty when there is no such
   * channel.
   */
  public Optional<List<Promisable>> of(String channel, Collection<Sku> skus) {
    return slots.offer(channel).map(offer -> of(offer, skus));
  }

  private List<Promisable> of(Offer offer, Collection<Sku> skus) {
    var answers = new LinkedHashMap<Sku, Promisable>();
    var open = new ArrayList<Sku>();
    for (var sku : skus) {
      var known = cache.getIfPresent(new Asked(offer.channel(), sku));
      if (known == null || !known.holdsFor(offer)) {
        open.add(sku);
      } else {
        answers.put(sku, known.answer());
      }
    }
    if (!open.isEmpty()) {
      answers.putAll(read(offer, open));
    }
    return skus.stream().distinct().map(answers::get).toList();
  }

  private Map<Sku, Promisable> read(Offer offer, List<Sku> skus) {
    var asOf = table.now();
    var atp = new Atp(offer, bundles::find, table.read(bundles.andParts(skus)).shelves());
    var answers = new LinkedHashMap<Sku, Promisable>();
    for (var sku : skus) {
      var answer = atp.explain(sku, asOf);
      answers.put(sku, answer);
      cache.put(new Asked(offer.channel(), sku), new Remembered(offer, answer));
    }
    return answers;
  }

  /** When it is full the least used are forgotten and read again. */
  @Override
  public List<Cap> caps() {
    return List.of(
        new Cap(
            "promises-remembered",
            cache::estimatedSize,
            () -> mostRemembered,
            () -> cache.stats().evictionCount()));
  }
}
