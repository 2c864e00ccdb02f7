package dev.crossdock.inventory;

import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stock that is kept for somebody for a while.
 *
 * @param key once for ever
 * @param expiresAt by the database's clock; UTC
 * @param times how often it was held: once, or once more where it was bought after its time
 * @param missing what was not there; null unless it was refused
 */
public record Hold(
    String key,
    State state,
    List<Line> lines,
    Instant expiresAt,
    int times,
    @Nullable Missing missing) {

  Hold but(Missing what) {
    return new Hold(key, state, lines, expiresAt, times, what);
  }

  /** Callers of different channels may use the same key. */
  static String fullKey(String channel, String key) {
    return channel + "/hold/" + key;
  }

  /** What became of it. */
  public enum State {
    HELD,
    /** An order stands behind it, or will: it no longer expires. */
    COMMITTED,
    RELEASED,
    EXPIRED,
    REFUSED,
    /** The order came, and its own promise took the place of this one. */
    BOUGHT
  }

  /** So many of a SKU at a location. */
  public record Line(Sku sku, LocationId location, int quantity) {}

  /** The first thing of which too few could be promised. */
  public record Missing(Sku sku, LocationId location, int asked, int sellable) {}

  /**
   * What somebody asks to be kept.
   *
   * @param channel who asks
   * @param key the caller's own; the same key is the same hold, however often it is asked for
   * @param ttl for how long
   */
  public record Request(String channel, String key, List<Line> lines, Duration ttl) {
    String fullKey() {
      return Hold.fullKey(channel, key);
    }
  }
}
