package dev.crossdock.sandbox.world;

/**
 * One thing for sale, and what each system calls it.
 *
 * @param rank how well it sells; 0 sells best
 * @param ean its barcode, EAN-13
 * @param price in pounds
 */
public record Item(
    int rank,
    String sku,
    String product,
    String variant,
    String ean,
    String asin,
    String price,
    long productId,
    long variantId,
    long inventoryItemId) {

  /** Product and variant, as on a receipt. */
  public String title() {
    return product + " - " + variant;
  }
}
