package dev.crossdock.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How long facts took, from whom to whom. */
final class LagBook {
  /** It grants five changes a second, so its lag says how much it was owed, not how fast we are. */
  private static final String SLOW = "market";

  private final Map<String, List<Long>> byWay = new TreeMap<>();

  LagBook(List<Oracle.Fact> facts, List<HubNumbers.Reached> reached) {
    var byKey =
        facts.stream()
            .collect(Collectors.toMap(Oracle.Fact::key, Function.identity(), (one, same) -> one));
    for (var arrival : reached) {
      var fact = byKey.get(arrival.key());
      if (fact != null) {
        byWay
            .computeIfAbsent(fact.channel() + " to " + arrival.channel(), way -> new ArrayList<>())
            .add(arrival.at().toEpochMilli() - fact.emittedAt().toEpochMilli());
      }
    }
  }

  /** Over every way but the marketplace's. */
  LagMillis overall() {
    return LagMillis.of(
        byWay.entrySet().stream()
            .filter(way -> !way.getKey().endsWith(" " + SLOW))
            .flatMap(way -> way.getValue().stream())
            .toList());
  }

  /** Of each way, as in {@code shop to erp}. */
  Map<String, LagMillis> byWay() {
    var lags = new TreeMap<String, LagMillis>();
    byWay.forEach((way, samples) -> lags.put(way, LagMillis.of(samples)));
    return lags;
  }

  /** Each way in words, for the person who watches. */
  List<String> ways() {
    return byWay.entrySet().stream()
        .map(
            way -> {
              var lag = LagMillis.of(way.getValue());
              return "%s: p50 %d ms, p99 %d ms (%d measured)"
                  .formatted(way.getKey(), lag.p50(), lag.p99(), way.getValue().size());
            })
        .toList();
  }
}
