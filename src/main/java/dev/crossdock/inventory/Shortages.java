package dev.crossdock.inventory;

import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.Slots;
import dev.crossdock.inventory.Bookkeeper.Level;
import dev.crossdock.inventory.Bookkeeper.Shortage;
import dev.crossdock.inventory.Fact.Place;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Tells somebody of every place at which more is promised or was sold than is there, until there is
 * enough again: one case for each place, whatever made it short. Within the caller's transaction,
 * under the lock of the levels.
 */
@Component
class Shortages {
  private static final String CASE = "shortage";

  private final JdbcTemplate jdbc;
  private final Cases cases;
  private final Slots slots;

  Shortages(JdbcTemplate jdbc, Cases cases, Slots slots) {
    this.jdbc = jdbc;
    this.cases = cases;
    this.slots = slots;
  }

  /**
   * Notes which movements were short of how much, and opens and closes cases.
   *
   * @param levels as they are now, with what was missing before
   */
  void follow(Map<Place, Level> levels, List<Shortage> news) {
    news.forEach(this::add);
    var wereShort = news.stream().map(Shortage::place).collect(Collectors.toSet());
    new TreeMap<>(levels)
        .forEach(
            (place, level) -> {
              if (level.missing() > 0 && level.missing() != level.shortBefore) {
                open(place, level);
              } else if (level.missing() == 0
                  && (level.shortBefore > 0 || wereShort.contains(place))) {
                close(place); // perhaps it was short for a moment only, within what is booked now
              }
            });
  }

  private void add(Shortage shortage) {
    jdbc.update(
        "insert into inventory_shortages (movement, sku, location, quantity) values (?, ?, ?, ?) on conflict do nothing",
        shortage.movement().value(),
        shortage.place().sku().value(),
        shortage.place().location().value(),
        shortage.quantity());
  }

  private void open(Place place, Level level) {
    cases.open(
        CASE,
        owner(place),
        about(place),
        "INV-040 of %s at %s, %d are on hand and %d are promised: %d are missing. Count them, bring some there, or cancel an order; this closes when there is enough."
            .formatted(
                place.sku().value(),
                place.location().value(),
                level.onHand,
                level.reserved,
                level.missing()));
  }

  private void close(Place place) {
    cases.close(CASE, owner(place), about(place));
    jdbc.update(
        "update inventory_shortages set closed_at = crossdock_now() where sku = ? and location = ? and closed_at is null",
        place.sku().value(),
        place.location().value());
  }

  /** Whoever decides what stock there is; without one, the place itself. */
  private String owner(Place place) {
    return slots.keeper(place.location()).orElse(place.location().value());
  }

  private static String about(Place place) {
    return place.sku().value() + " at " + place.location().value();
  }
}
