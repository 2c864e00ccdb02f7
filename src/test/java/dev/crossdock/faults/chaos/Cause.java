package dev.crossdock.faults.chaos;

import java.util.Arrays;
import java.util.List;

/**
 * Why a channel shows another number than it should, and what each leaves behind for whoever
 * compares.
 *
 * <p>Common to all: nothing about the SKU is under way when it happens (all that was told is heard,
 * the target is confirmed and, where it is read back, read back), and nobody sells it until it was
 * found. A snapshot gives the number of each line and no instant of its own ({@code
 * sync_staging.as_of} is null). There are no level webhooks and no reads of levels: nothing but the
 * snapshot tells what a channel shows. Every difference is over 5 % and at least 2 units.
 *
 * <p>Orders heard are in the order book and in {@code inventory_movements}, each at the instant
 * when the channel sold ({@code occurred_at}), 30 s to 15 min before it was heard. The shop counts
 * its orders ({@code sequence} in its manifest, so {@code delivery_gaps} has what is missing); the
 * marketplace does not.
 */
enum Cause {
  /**
   * The channel sold 2 to 5 units, lowered its own number and told nobody: the webhook was lost and
   * no poll found the order. It shows so many less than it should. At the shop the number of the
   * order is missing between others (a gap that does not fill, {@code since} some minutes after the
   * sale); at the marketplace nothing says so. The channel's list of open orders has it, and the
   * order book has not.
   */
  MISSED_EVENT("missed-event"),

  /**
   * The channel counted an order twice: the order was told and is booked once, its own number went
   * down twice. It shows less than it should, by exactly the quantity of an order that was booked
   * within the last cycle, with that channel as its source.
   */
  DUPLICATE("duplicate"),

  /**
   * Somebody typed a number into the channel's own pages: 0, a round number (tens), or, one time in
   * five, a recount that is 2 to 6 off. Up or down. No order, no gap, no write of ours: the number
   * was right at the last snapshot after our last confirmed write.
   */
  MANUAL_EDIT("manual-edit"),

  /**
   * A mapping makes another number of ours: packs of six or of twelve instead of pieces, or rounded
   * down to tens, for all five SKUs of one family (the part of the SKU before the last dash). Each
   * of them was written once since, within minutes of the others, and answered applied: what the
   * shop shows is the same function of what was sent in all five lines. It never agreed with what
   * was confirmed last.
   */
  MAPPING("mapping"),

  /**
   * A write for one location of the shop landed on its other one: the first shows what it showed
   * before (the quantity of the target's version before the last), the second shows what was meant
   * for the first (our target there). Both lines are wrong, of one SKU in one channel. The write
   * was answered applied.
   */
  WRONG_LOCATION("wrong-location"),

  /**
   * A part of a bundle was sold at a till; the shop's own bundle program put the bundle's number
   * back to what it was before, after our write was answered applied. The bundle shows the quantity
   * of an earlier version of its target, and more than its parts make. The parts agree.
   */
  BUNDLE("bundle"),

  /** Somebody listed something of their own: a line whose key no SKU of ours has. */
  UNKNOWN_SKU("unknown-sku"),

  /**
   * We have stock of it and a name for it, but there is no such listing: each write is answered
   * {@code unknown-reference} ({@code NOT-LISTED}), so that the target is stopped and was never
   * confirmed, and a whole snapshot has no line for it.
   */
  NEVER_LISTED("never-listed"),

  /** No cause was named. Never injected. */
  UNKNOWN("unknown");

  private final String word;

  Cause(String word) {
    this.word = word;
  }

  /** As it stands in {@code divergence_items.cause}. */
  String word() {
    return word;
  }

  static Cause of(String word) {
    return Arrays.stream(values()).filter(c -> c.word.equals(word)).findFirst().orElse(UNKNOWN);
  }

  /** The eight that are injected. */
  static List<Cause> injected() {
    return Arrays.stream(values()).filter(c -> c != UNKNOWN).toList();
  }
}
