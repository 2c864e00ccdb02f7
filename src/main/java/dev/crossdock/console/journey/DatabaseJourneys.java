package dev.crossdock.console.journey;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.console.journey.Journey.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds journeys in the hub's own tables; nothing is kept twice for it. */
@Component
class DatabaseJourneys implements Journeys {
  /** Without a time, a SKU is looked for in the youngest of these in which it did anything. */
  private static final List<Duration> LATELY =
      List.of(Duration.ofMinutes(15), Duration.ofDays(1), Duration.ofDays(31));

  private final MessageTables messages;
  private final EffectTables effects;
  private final CallTables calls;
  private final Channels channels;
  private final Clock clock;

  DatabaseJourneys(
      MessageTables messages,
      EffectTables effects,
      CallTables calls,
      Channels channels,
      Clock clock) {
    this.messages = messages;
    this.effects = effects;
    this.calls = calls;
    this.channels = channels;
    this.clock = clock;
  }

  @Override
  public Journey find(Asked asked) {
    var began = System.nanoTime();
    var found = search(asked);
    var took = (System.nanoTime() - began) / 1_000_000;
    return Story.of(asked.text(), found, this::system, took);
  }

  private Found search(Asked asked) {
    if (asked.at() == null && !asked.is("sku")) {
      var ids = byName(asked);
      if (!ids.isEmpty()) {
        return whole(ids);
      }
    }
    for (var sku : messages.skus(asked.text())) {
      var ofSku = bySku(sku, asked);
      if (!ofSku.messages().isEmpty() || !ofSku.changes().isEmpty()) {
        return ofSku;
      }
    }
    return asked.at() == null ? nothing() : whole(byName(asked));
  }

  private Set<Long> byName(Asked asked) {
    if (asked.is("message") && asked.text().matches("\\d{1,18}")) {
      return Set.of(Long.valueOf(asked.text()));
    }
    if (asked.is("fact") && asked.text().matches("\\d{1,18}")) {
      return new TreeSet<>(messages.ofFact(Long.parseLong(asked.text())));
    }
    var ids = new TreeSet<>(messages.named(Set.of(asked.name()), asked.kind()));
    if (asked.kind() == null) {
      ids.addAll(messages.waiting(asked.text()));
      ids.addAll(messages.moved(asked.text()));
    }
    return ids;
  }

  /** All messages that share a name with these, and all that followed from them. */
  private Found whole(Set<Long> first) {
    if (first.isEmpty()) {
      return nothing();
    }
    var ids = new TreeSet<>(first);
    var names = messages.names(first);
    if (!names.isEmpty()) {
      ids.addAll(messages.named(names.stream().map(Named::name).toList(), null));
    }
    var rows = messages.messages(some(ids));
    var waiting = new TreeSet<Long>();
    rows.stream()
        .map(Rows.Message::orderKey)
        .filter(key -> !key.isEmpty())
        .distinct()
        .limit(5)
        .forEach(key -> waiting.addAll(messages.waiting(key)));
    waiting.removeAll(ids);
    if (!waiting.isEmpty() && ids.size() < MessageTables.MOST) {
      ids.addAll(waiting);
      rows = messages.messages(some(ids));
    }
    return found(rows, null, List.of(), ids.size() > MessageTables.MOST);
  }

  private Found bySku(String sku, Asked asked) {
    if (asked.at() != null) {
      return bySku(sku, asked.since(), asked.until());
    }
    var now = clock.instant();
    var lately = nothing();
    for (var span : LATELY) {
      lately = bySku(sku, now.minus(span), now.plusSeconds(60));
      if (!lately.messages().isEmpty()) {
        return lately;
      }
    }
    return lately;
  }

  private Found bySku(String sku, Instant since, Instant until) {
    var ids = messages.movedStock(sku, since, until);
    var shown = channels.all().stream().filter(Channel::shows).map(Channel::id).toList();
    var changes = effects.about(shown, sku, since, until);
    return found(messages.messages(some(ids)), sku, changes, ids.size() > MessageTables.MOST);
  }

  private Found found(
      List<Rows.Message> rows, @Nullable String sku, List<Rows.Change> others, boolean more) {
    var movements = effects.movements(rows, sku);
    var changes = new LinkedHashMap<String, Rows.Change>();
    effects.caused(rows, movements).forEach(c -> changes.putIfAbsent(id(c), c));
    others.forEach(c -> changes.putIfAbsent(id(c), c));
    effects.again(List.copyOf(changes.values())).forEach(c -> changes.putIfAbsent(id(c), c));
    var all = List.copyOf(changes.values());
    var postings = effects.postings(movements);
    var now = clock.instant();
    return new Found(
        now,
        messages.names(rows.stream().map(Rows.Message::id).toList()),
        rows,
        movements,
        all,
        effects.targets(all),
        postings,
        calls.carried(all, postings, now),
        readBack(),
        more);
  }

  private static String id(Rows.Change change) {
    return change.channel() + '/' + change.key() + '/' + change.version();
  }

  private static Collection<Long> some(Collection<Long> ids) {
    return new ArrayList<>(ids).subList(0, Math.min(ids.size(), MessageTables.MOST));
  }

  private Found nothing() {
    return new Found(
        clock.instant(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Set.of(),
        false);
  }

  private Set<String> readBack() {
    return channels.all().stream()
        .filter(Channel::shows)
        .filter(
            channel ->
                channels
                    .manifestOf(channel)
                    .write("stock")
                    .filter(write -> !write.readAfterWrite().isZero())
                    .isPresent())
        .map(Channel::id)
        .collect(Collectors.toSet());
  }

  private String system(String lane) {
    return channels
        .find(lane)
        .map(Channel::system)
        .orElse(lane.equals(Journey.HUB) ? "crossdock" : "");
  }
}
