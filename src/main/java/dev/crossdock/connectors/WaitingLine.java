package dev.crossdock.connectors;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Who waits for calls that one budget does not have yet, and who of them goes first.
 *
 * <p>Higher precedence goes first; but whoever has waited for five seconds goes before everybody
 * who has not, so that nobody waits for ever. Who does not come back is forgotten.
 */
final class WaitingLine {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private record Place(double cost, long since, long comesBackBy) {}

  private final Map<Precedence, Place> places = new EnumMap<>(Precedence.class);

  /** What must be left for those who go before this one. */
  double before(Precedence who, long now) {
    places.values().removeIf(place -> place.comesBackBy() - now < 0);
    return places.entrySet().stream()
        .filter(other -> other.getKey() != who && goesBefore(other.getKey(), who, now))
        .mapToDouble(other -> other.getValue().cost())
        .sum();
  }

  /**
   * When one that must wait should ask again.
   *
   * @param alone when it could go if nobody went before it
   * @param behind when it can go behind those who do; never zero
   */
  Duration wait(Precedence who, Duration alone, Duration behind, long now) {
    var patience = Duration.ofNanos(Math.max(0, PATIENCE.toNanos() - waited(who, now)));
    var goesFirst = alone.compareTo(patience) > 0 ? alone : patience;
    return goesFirst.isZero() || behind.compareTo(goesFirst) < 0 ? behind : goesFirst;
  }

  /**
   * It has to wait, and comes back about then. While nobody may call at all nobody's patience ends.
   */
  void waits(Precedence who, double cost, Duration wait, Duration closed, long now) {
    var since = closed.isZero() ? now - waited(who, now) : now + closed.toNanos();
    places.put(who, new Place(cost, since, now + wait.plus(PATIENCE).toNanos()));
  }

  /** It got what it waited for. */
  void served(Precedence who) {
    places.remove(who);
  }

  private boolean goesBefore(Precedence one, Precedence other, long now) {
    var impatient = isImpatient(one, now);
    if (impatient != isImpatient(other, now)) {
      return impatient;
    }
    return impatient ? waited(one, now) > waited(other, now) : one.compareTo(other) < 0;
  }

  private boolean isImpatient(Precedence who, long now) {
    return waited(who, now) >= PATIENCE.toNanos();
  }

  private long waited(Precedence who, long now) {
    var place = places.get(who);
    return place == null ? 0 : now - place.since();
  }
}
