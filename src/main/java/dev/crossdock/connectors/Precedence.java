package dev.crossdock.connectors;

/**
 * Who goes first when a system lets us make fewer calls than we want to: what customers ordered,
 * before what is shown to them, before what is looked up.
 *
 * <p>It follows from what a flow does, and is the same for every system.
 */
public enum Precedence {
  /** Orders, what was booked for them, and whether we are still told of them. */
  ORDERS,
  /** The levels we show, and whether they are shown. */
  STOCK,
  /** Reads of what a system holds. */
  LEVELS,
  /** Reads of all the rest: products, prices, names. */
  CATALOGUE;

  /** That of a read: the domain of its route, the first word of its name, says what it asks for. */
  public static Precedence of(Manifest.Read read) {
    return switch (read.route().split("-", 2)[0]) {
      case "orders" -> ORDERS;
      case "inventory" -> LEVELS;
      default -> CATALOGUE;
    };
  }
}
