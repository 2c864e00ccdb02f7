package dev.crossdock.orders;

import dev.crossdock.inventory.ParcelPromises.Units;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one location is asked to send of an order, or to hand out.
 *
 * @param n its number within the order, from 1
 * @param from where the order's channel takes its stock
 * @param because each thing that decided it
 * @param dueAt when it should have been done; null when nobody said
 */
public record Parcel(
    String channel,
    String order,
    int n,
    LocationId location,
    LocationId from,
    State state,
    List<Line> lines,
    List<String> because,
    boolean pickUp,
    @Nullable Instant dueAt,
    Instant askedAt) {

  /** How far it has come. */
  public enum State {
    ASKED,
    /** It waits to be fetched. */
    READY,
    SENT,
    /** The location cannot, and is not asked again for this order. */
    REJECTED,
    /** It need not be sent any more, or is parted anew. */
    CANCELLED,
    /** Nobody fetched it in time, and it is for sale again. */
    EXPIRED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Who carries it, and under which number; null where nobody said. */
  public record Tracking(@Nullable String carrier, @Nullable String number, @Nullable String url) {
    /** Its customer took it along. */
    public static final Tracking NONE = new Tracking(null, null, null);
  }

  /** So many of a line of the order. */
  public record Line(String line, Sku sku, int quantity) {}

  /** Under which it is spoken of: {@code shop:5001:1}. */
  public String id() {
    return "%s:%s:%d".formatted(channel, order, n);
  }

  /** Whether somebody is still at it. */
  boolean isOpen() {
    return state == State.ASKED || state == State.READY;
  }

  int units(String line) {
    return lines.stream().filter(l -> l.line().equals(line)).mapToInt(Line::quantity).sum();
  }

  List<Units> units() {
    return lines.stream()
        .map(
            line ->
                new Units(
                    channel, order, line.line(), n, line.sku(), from, location, line.quantity()))
        .toList();
  }
}
