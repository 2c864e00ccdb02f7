package dev.crossdock.console;

import dev.crossdock.console.divergence.DivergenceDesk;
import dev.crossdock.console.syncs.SyncsDesk;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything the first page shows, as of one instant.
 *
 * @param at when it was read; UTC
 * @param perSecond messages heard in a second, of late
 * @param agreement what it comes to
 * @param locations our places, in the order of their columns
 * @param columns what the systems show, in the order of their columns
 * @param channels each connected system
 * @param orders how far they have come
 * @param stock the busiest SKUs
 * @param divergence where systems disagree with us
 * @param syncs every scheduled run
 * @param alerts how many somebody must look at, by whether anybody does
 * @param cases those that nobody has seen to, oldest first
 * @param files files that are not in use, and why, one sentence each
 */
record Live(
    Instant at,
    double perSecond,
    Agreement agreement,
    List<String> locations,
    List<Column> columns,
    List<ChannelFigures> channels,
    Orders orders,
    List<StockRow> stock,
    Divergence divergence,
    List<SyncsDesk.Row> syncs,
    Map<String, Long> alerts,
    List<Matter> cases,
    List<String> files) {

  /**
   * Orders.
   *
   * @param lastDay how many were heard of first in the last day, by state
   * @param onHold how many go no further until somebody has looked, however old
   * @param sentFrom how many parcels each location was asked for in the last day
   * @param toSource how many wait for a location to be chosen
   * @param toFetch how many parcels wait at a counter, or are made ready for it
   */
  record Orders(
      Map<String, Long> lastDay,
      long onHold,
      Map<String, Long> sentFrom,
      long toSource,
      long toFetch) {}

  /**
   * Something somebody must look at.
   *
   * @param kind what it is, in one word
   * @param about which thing of the channel; empty when it is the channel itself
   * @param sentence why, and the next move
   * @param times how often it happened since
   */
  record Matter(
      String kind, String channel, String about, String sentence, int times, Instant since) {}

  /**
   * Where systems disagree with us.
   *
   * @param levels how the levels of each channel compare
   * @param sorts what is open, by channel, state and cause
   * @param runs the last comparison of each channel and entity
   * @param newest what became more than a suspicion last
   */
  record Divergence(
      Map<String, Agreement> levels,
      List<DivergenceDesk.Sort> sorts,
      List<DivergenceDesk.Run> runs,
      List<DivergenceDesk.Row> newest) {}

  /** How many of the levels that systems show are what the hub holds. */
  record Agreement(long levels, long agreeing, long lagging, long drifting) {
    static final Agreement NONE = new Agreement(0, 0, 0, 0);

    Agreement plus(Agreement other) {
      return new Agreement(
          levels + other.levels,
          agreeing + other.agreeing,
          lagging + other.lagging,
          drifting + other.drifting);
    }
  }

  /**
   * One place as one channel knows it.
   *
   * @param label what to call it on the page
   * @param single whether the channel has no other
   */
  record Column(String channel, String slot, String label, boolean single) {}

  /**
   * One channel.
   *
   * @param shows whether it is told what can be sold
   * @param keeps our locations whose stock it decides
   * @param heard from hearing a message to its end
   * @param told from owing a level to the channel's yes; null when it is told nothing
   */
  record ChannelFigures(
      String id,
      String system,
      List<String> roles,
      boolean shows,
      List<String> keeps,
      MessageAccounts accounts,
      Owed owed,
      Lag heard,
      @Nullable Lag told) {}

  /** received = applied + duplicate + ignored + parked + in progress, at any instant. */
  record MessageAccounts(
      long received, long applied, long duplicate, long ignored, long parked, long inProgress) {}

  /** What a channel has not been told yet, and for how long the oldest of it. */
  record Owed(long count, long oldestMillis) {}

  /**
   * How long things take, in milliseconds.
   *
   * @param trend the p99 of each few seconds, oldest first; null where nothing happened
   */
  record Lag(@Nullable Long p50, @Nullable Long p99, List<@Nullable Long> trend) {}

  /**
   * One SKU.
   *
   * @param levels by location
   * @param sellable what all locations together can sell
   * @param shown what each column shows, in the order of the columns
   */
  record StockRow(
      String sku,
      @Nullable String description,
      Map<String, Level> levels,
      int sellable,
      List<@Nullable Shown> shown) {}

  /** What the hub holds at one place. */
  record Level(int onHand, int reserved) {}

  /**
   * What a system shows.
   *
   * @param quantity by its own word; null when it has not said
   * @param expected what it should show
   * @param note when that needs a word
   */
  record Shown(@Nullable Integer quantity, int expected, State state, @Nullable String note) {}

  /** How what a system shows compares with what the hub holds. */
  enum State {
    agrees,
    lag,
    drift,
    unknown
  }
}
