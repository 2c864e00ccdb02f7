package dev.crossdock.sandbox.tills;

import dev.crossdock.sandbox.world.Place;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

/**
 * One receipt of one till.
 *
 * @param at when, in whole milliseconds; no two receipts of a store are closer than two
 */
public record Ticket(
    Place store, int till, long sequence, Instant at, Mode mode, List<Line> lines) {

  /** Tills print local time, without saying so. */
  static final ZoneId ZONE = ZoneId.of("Europe/London");

  /** Whether the receipt counts. */
  public enum Mode {
    REAL,
    TRAINING,
    CANCELLED
  }

  /** What a line says happened. */
  public enum Type {
    SALE,
    RETURN,
    COUNT
  }

  /**
   * One line.
   *
   * @param fact the number of the fact it tells; 0 when it tells none
   * @param flaw what is wrong with it on purpose
   */
  public record Line(
      int number, Type type, String barcode, int quantity, String price, long fact, Flaw flaw) {}

  /** What can be wrong with a line. */
  public enum Flaw {
    NONE,
    BAD_ROW,
    UNKNOWN_BARCODE,
    MISSING_COLUMN,
    BAD_DATE,
    NEGATIVE_QUANTITY;

    /** The name as the control API says it, as in {@code bad-row}. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  LocalDateTime localTime() {
    return LocalDateTime.ofInstant(at, ZONE);
  }

  LocalDate businessDay() {
    return localTime().toLocalDate();
  }

  /** The business key of a line. */
  public String key(int line) {
    return "tills/%s/%d/%s/%d/%d".formatted(store.store(), till, businessDay(), sequence, line);
  }

  boolean isFlawed() {
    return lines.stream().anyMatch(line -> line.flaw() != Flaw.NONE);
  }

  boolean isCount() {
    return lines.stream().anyMatch(line -> line.type() == Type.COUNT);
  }
}
