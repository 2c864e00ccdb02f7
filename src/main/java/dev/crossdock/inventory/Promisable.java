package dev.crossdock.inventory;

import dev.crossdock.kernel.Sku;
import java.time.Instant;
import java.util.List;

/**
 * How many of one SKU a channel may promise, and why.
 *
 * @param lastUnits so few that they should be reserved before they are sold
 * @param asOf when the ledger was read, by the database's clock; UTC
 * @param terms add up to the units
 * @param parts what a bundle is made of; empty for anything else
 */
public record Promisable(
    Sku sku, int units, boolean lastUnits, Instant asOf, List<Term> terms, List<OfPart> parts) {

  /** Takes copies. */
  public Promisable {
    terms = List.copyOf(terms);
    parts = List.copyOf(parts);
  }

  /**
   * What there is of one part of a bundle.
   *
   * @param slot the channel's own location from which it would come
   * @param each how many of it one bundle takes
   * @param units of the part; its terms add up to them
   * @param makes so many bundles, were all of it where the other parts are
   */
  public record OfPart(String slot, Sku sku, int each, int units, int makes, List<Term> terms) {

    /** Takes a copy. */
    public OfPart {
      terms = List.copyOf(terms);
    }
  }
}
