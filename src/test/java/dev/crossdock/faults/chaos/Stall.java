package dev.crossdock.faults.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.faults.simulation.Agenda;
import dev.crossdock.faults.simulation.Dice;
import dev.crossdock.kernel.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * A channel in memory: what it shows, what it does by itself, and what becomes of what it is told.
 * A shop compares before it sets, at once; a marketplace accepts, and sets minutes later what is
 * left after its own sales meanwhile.
 */
final class Stall {
  private final Agenda agenda;
  private final Dice dice;
  private final String channel;
  private final List<String> places;
  private final boolean compares;
  private final Map<Line, Integer> shown = new LinkedHashMap<>();
  private final Map<Line, Integer> sold = new HashMap<>();
  private final Map<Line, Long> busyUntil = new HashMap<>();
  private final Set<String> listed = new HashSet<>();
  private final Map<Line, Integer> underWay = new HashMap<>();

  /** Mistakes in what becomes of a write, by its line. */
  final Map<Line, IntUnaryOperator> roundings = new HashMap<>();

  final Map<Line, Line> landings = new HashMap<>();
  final Set<Line> putBack = new HashSet<>();

  Stall(Agenda agenda, Dice dice, String channel, List<String> places, boolean compares) {
    this.agenda = agenda;
    this.dice = dice;
    this.channel = channel;
    this.places = places;
    this.compares = compares;
  }

  String channel() {
    return channel;
  }

  boolean isShop() {
    return compares;
  }

  List<String> places() {
    return places;
  }

  /** Where its customers buy. */
  Line front(String sku) {
    return line(sku, places.get(0));
  }

  Line line(String sku, String place) {
    return new Line(channel, sku, place);
  }

  void list(String sku) {
    listed.add(sku);
    places.forEach(place -> shown.putIfAbsent(line(sku, place), 0));
  }

  /** Lists it where its customers buy, and nowhere else. */
  void listInFront(String sku) {
    listed.add(sku);
    shown.putIfAbsent(front(sku), 0);
  }

  void unlist(Line line) {
    listed.remove(line.key());
    shown.remove(line);
  }

  Map<Line, Integer> shown() {
    return shown;
  }

  int shows(Line line) {
    return shown.getOrDefault(line, 0);
  }

  void set(Line line, int units) {
    shown.put(line, units);
  }

  /** Whether it has taken writes that it has not made yet. */
  boolean isUnderWay(Line line) {
    return underWay.getOrDefault(line, 0) > 0;
  }

  /** By itself: a sale, or goods that are back on sale. */
  void change(Line line, int by) {
    shown.merge(line, by, Integer::sum);
    sold.merge(line, -by, Integer::sum);
  }

  /** Answers a call of the hub. */
  JsonNode answer(String route, JsonNode request) {
    var answer = Json.mapper().createObjectNode();
    var outcomes = answer.putArray("outcomes");
    for (var item : request.get("items")) {
      var line = line(item.get("sku").textValue(), item.get("slot").textValue());
      var outcome = outcomes.addObject().put("key", item.get("key").textValue());
      if (!listed.contains(line.key())) {
        outcome.put("outcome", "unknown-reference").put("code", "NOT-LISTED");
        outcome.put("message", "%s does not list %s.".formatted(channel, line.key()));
      } else if (route.equals("look")) {
        outcome.put("outcome", "applied").put("seen", shows(line));
      } else {
        take(line, item, outcome);
      }
    }
    return answer;
  }

  private void take(Line line, JsonNode item, ObjectNode outcome) {
    var desired = item.get("desired").intValue();
    if (!compares) {
      accept(line, desired);
      outcome.put("outcome", "accepted");
    } else if (item.get("seen").isNull() || item.get("seen").intValue() == shows(line)) {
      make(line, desired);
      outcome.put("outcome", "applied");
    } else {
      outcome.put("outcome", "conflict");
    }
  }

  /** In the order in which it was told; what it sells meanwhile is gone all the same. */
  private void accept(Line line, int desired) {
    var now = agenda.micros() / 1_000;
    var at = Math.max(busyUntil.getOrDefault(line, 0L) + 1, now + dice.between(5_000, 240_000));
    var soldBefore = sold.getOrDefault(line, 0);
    busyUntil.put(line, at);
    underWay.merge(line, 1, Integer::sum);
    agenda.in(
        at - now,
        () -> {
          underWay.merge(line, -1, Integer::sum);
          make(line, Math.max(0, desired - sold.getOrDefault(line, 0) + soldBefore));
        });
  }

  private void make(Line line, int desired) {
    if (!putBack.contains(line)) {
      var at = landings.getOrDefault(line, line);
      shown.put(at, roundings.getOrDefault(line, units -> units).applyAsInt(desired));
    }
  }
}
