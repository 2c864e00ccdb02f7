package dev.crossdock.catalog;

import dev.crossdock.connectors.Channels;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Capped;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.References;
import dev.crossdock.kernel.ReferencesLearned;
import dev.crossdock.kernel.Sku;
import dev.crossdock.kernel.Step;
import dev.crossdock.kernel.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/**
 * Knows what we sell and what every channel calls it.
 *
 * <p>A name holds for the channel that uses it; only a barcode (a GTIN) is the same for everyone,
 * so that a till may scan what the ERP has printed.
 */
@Service("catalog")
public class Catalog implements References, Capped {
  private static final int MOST_REMEMBERED = 200_000;

  private final JdbcTemplate jdbc;
  private final Channels channels;
  private final ApplicationEventPublisher events;
  private final Map<String, Sku> remembered = new ConcurrentHashMap<>();
  private final int mostRemembered;
  private final LongAdder forgotten = new LongAdder();

  @Autowired
  Catalog(JdbcTemplate jdbc, Channels channels, ApplicationEventPublisher events) {
    this(jdbc, channels, events, MOST_REMEMBERED);
  }

  Catalog(
      JdbcTemplate jdbc, Channels channels, ApplicationEventPublisher events, int mostRemembered) {
    this.mostRemembered = mostRemembered;
    this.jdbc = jdbc;
    this.channels = channels;
    this.events = events;
  }

  /**
   * A name that a channel has for a SKU.
   *
   * @param kind what sort of name: sku, variant, inventory-item, barcode
   * @param code the name, as the channel prints it
   */
  record Reference(String kind, String code) {}

  /** One SKU as a channel describes it. */
  record Item(
      Sku sku, @org.jspecify.annotations.Nullable String description, List<Reference> references) {}

  /**
   * Learns SKUs and what the channel calls them. A name that already means another SKU is not taken
   * over: that is a person's decision (capability C10).
   */
  @Step(value = "Learn what a channel calls our SKUs", last = true)
  public List<Verdict> learn(Batch batch) {
    var verdicts = new ArrayList<Verdict>();
    for (var message : batch.open()) {
      var learned = 0;
      for (var document :
          message.document().isArray() ? message.document() : List.of(message.document())) {
        learned += learn(message.channel(), Json.mapper().convertValue(document, Item.class));
      }
      verdicts.add(learned > 0 ? Verdict.APPLIED : Verdict.DUPLICATE);
    }
    if (verdicts.contains(Verdict.APPLIED)) {
      events.publishEvent(new ReferencesLearned(batch.channel()));
    }
    return verdicts;
  }

  private int learn(String channel, Item item) {
    var news =
        jdbc.update(
            """
            insert into catalog_skus as s (sku, description) values (?, ?)
            on conflict (sku) do update set description = excluded.description
              where s.description is null and excluded.description is not null
            """,
            item.sku().value(),
            item.description());
    for (var reference : item.references()) {
      news += refer(channel, item.sku(), reference);
    }
    return news;
  }

  private int refer(String channel, Sku sku, Reference reference) {
    var added =
        jdbc.update(
            "insert into catalog_references (channel, kind, code, sku) values (?, ?, ?, ?) on conflict do nothing",
            channel,
            reference.kind(),
            reference.code(),
            sku.value());
    if (added == 0) {
      var known = sku(channel, reference.kind(), reference.code());
      if (known.isPresent() && !known.get().equals(sku)) {
        throw new HubException(
            new Failure.Data(
                "CAT-001",
                "%s calls both %s and %s '%s' (%s); expected one SKU for one name. Correct it there, then replay."
                    .formatted(channel, known.get(), sku, reference.code(), reference.kind())));
      }
    }
    return added;
  }

  @Override
  public Optional<Sku> sku(String channel, String kind, String code) {
    var key = channel + '\n' + kind + '\n' + code;
    var known = remembered.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    var found =
        jdbc.queryForList(
            """
            select sku from catalog_references
            where kind = ? and code = ? and (channel = ? or kind = 'barcode')
            order by channel = ? desc limit 1
            """,
            String.class,
            kind,
            code,
            channel,
            channel);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (remembered.size() >= mostRemembered) {
      forgotten.increment();
      remembered.clear();
    }
    var sku = new Sku(found.get(0));
    remembered.put(key, sku);
    return Optional.of(sku);
  }

  /** When it is full all names are forgotten and asked for again. */
  @Override
  public List<Cap> caps() {
    return List.of(
        new Cap("catalog-names", remembered::size, () -> mostRemembered, forgotten::sum));
  }

  @Override
  public Optional<LocationId> location(String channel, String slot) {
    return channels.find(channel).stream()
        .flatMap(c -> c.slots().stream())
        .filter(s -> s.slot().equals(slot) && s.locations().size() == 1)
        .map(s -> s.locations().get(0))
        .findFirst();
  }
}
