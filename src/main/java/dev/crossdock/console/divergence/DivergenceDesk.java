package dev.crossdock.console.divergence;

import dev.crossdock.divergence.Heals.Done;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person can see of where systems disagree with us, and do about it. */
public interface DivergenceDesk {

  /** What would be sold and is not there comes first; then the latest. */
  List<Row> rows(Wanted wanted, int most);

  /** Those that became more than a suspicion last, and are still open. */
  List<Row> newest(int most);

  /** How many are open of each sort. */
  List<Sort> sorts();

  /** One of them, with why we think so and what was done about it. */
  Optional<One> open(long id);

  /** The last comparisons of each channel and entity, the latest first. */
  List<Run> runs(int each);

  /** What the brake holds, by channel. */
  List<Held> held();

  /** Corrects these once, whatever policy, budget and brake say. */
  Done approve(List<Long> ids, String who);

  /** Leaves these as they are. */
  Done dismiss(List<Long> ids, String who);

  /** Has another try at those that were given up. */
  Done retry(List<Long> ids, String who);

  /** Puts back what was there before they were healed. */
  Done undo(List<Long> ids, String who);

  /** Corrects all that the brake holds in a channel, and believes its next snapshot. */
  Done letGo(String channel, String who);

  /** Leaves all as it is that the brake holds in a channel. */
  Done dismissHeld(String channel, String who);

  /**
   * Where a system disagrees with us.
   *
   * @param key a SKU, or an order
   * @param place which of the system's own locations; empty for an order
   * @param expected units, or what an order is worth in minor units; null when there should be none
   * @param observed likewise; null when there is none
   * @param looks how many comparisons found it
   * @param tries how often it was healed in vain
   * @param driftAt since when it is more than a suspicion; null while it is not
   */
  record Row(
      long id,
      String channel,
      String entity,
      String key,
      String place,
      @Nullable Long expected,
      @Nullable Long observed,
      String state,
      String risk,
      @Nullable String cause,
      int looks,
      int tries,
      Instant firstAt,
      Instant lastAt,
      @Nullable Instant driftAt,
      @Nullable Instant closedAt,
      @Nullable String closedAs) {}

  /**
   * One with all that is known of it.
   *
   * @param evidence why we think that this is its cause, a sentence each
   * @param heals what was done about it, the latest first
   */
  record One(Row row, List<String> evidence, List<Heal> heals) {}

  /**
   * What was done about it.
   *
   * @param kind {@code heal}, {@code undo}, or {@code retry}: a person's leave to try again
   * @param before what the system showed; null when nothing was there
   * @param after what it was told to show
   * @param who the person, or {@code hub} when the policy alone decided
   */
  record Heal(
      long id, Instant at, String kind, @Nullable Long before, @Nullable Long after, String who) {}

  /**
   * What waits for a person, as too much differs at once.
   *
   * @param n how many corrections wait; none where the snapshot was not believed at all
   * @param letGo whether a person let it go within the hour: its next snapshot is believed
   * @param sentence why it is held
   */
  record Held(String channel, long n, boolean letGo, @Nullable String sentence) {}

  /** How many there are of a sort. */
  record Sort(
      String channel, String entity, @Nullable String cause, String risk, String state, long n) {}

  /** One comparison of what a system says it holds with what we hold true. */
  record Run(
      long id,
      String channel,
      String entity,
      Instant asOf,
      Instant comparedAt,
      long expected,
      long observed,
      long agreed,
      long lag,
      long tolerated,
      long suspected,
      long drift,
      long millis,
      String outcome,
      @Nullable String sentence) {}

  /**
   * Which.
   *
   * @param state null for all that are open and more than a suspicion
   * @param text a part of a SKU or an order
   */
  record Wanted(
      @Nullable String channel,
      @Nullable String entity,
      @Nullable String cause,
      @Nullable String risk,
      @Nullable String state,
      @Nullable String text) {}
}
