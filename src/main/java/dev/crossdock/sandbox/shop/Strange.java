package dev.crossdock.sandbox.shop;

import dev.crossdock.sandbox.world.Item;

/** Goods that no catalogue knows, for orders planted to be parked. */
final class Strange {
  private static final long NOWHERE = 99_999_000_000_001L;

  private Strange() {}

  static Item item(String sku) {
    return new Item(
        -1,
        sku,
        "Discontinued",
        "One size",
        "0000000000000",
        "B000000000",
        "1.00",
        NOWHERE,
        NOWHERE,
        NOWHERE);
  }
}
