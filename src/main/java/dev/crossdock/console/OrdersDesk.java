package dev.crossdock.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the page of orders shows. */
interface OrdersDesk {

  /** Those last heard of first. */
  List<Row> rows(Wanted wanted, int most);

  /**
   * How many were heard of first in the last day, by state; those that were cancelled because they
   * were sold and not there as {@code oversold}.
   */
  Map<String, Long> lastDay();

  /**
   * How many parcels each location was asked for in the last day, and neither rejected nor lost.
   */
  Map<String, Long> sentFrom();

  /** What the first page shows of them. */
  Live.Orders figures();

  /** How many go no further until somebody has looked, however old. */
  long onHold();

  /**
   * One order.
   *
   * @param placedAt null where only a part of it was told
   * @param total as its channel says; null where it does not
   * @param holdCode why it goes no further; null where it does
   * @param lines canonical
   * @param documents what the books were told of, or will be: kinds, in the order of their owing
   * @param parcels who was asked for it, what became of that, and why they were asked
   */
  record Row(
      String channel,
      String id,
      @Nullable String name,
      String state,
      @Nullable Instant placedAt,
      Instant heardAt,
      @Nullable String cancelCause,
      boolean test,
      @Nullable String currency,
      @Nullable String total,
      String refunded,
      @Nullable String holdCode,
      @Nullable String holdSentence,
      JsonNode lines,
      List<String> documents,
      JsonNode parcels) {}

  /**
   * Which orders.
   *
   * @param text an order's id, or what its customer calls it
   * @param onHold only those
   */
  record Wanted(
      @Nullable String channel, @Nullable String state, @Nullable String text, boolean onHold) {}
}
