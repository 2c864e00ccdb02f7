package dev.crossdock.inventory;

import dev.crossdock.kernel.Sku;
import java.util.HashSet;
import java.util.List;

/** What is sold as one thing and taken off the shelf as several. */
public record Bundle(Sku sku, List<Part> parts) {

  /** Refuses one of nothing, and one that names a part twice. */
  public Bundle {
    parts = List.copyOf(parts);
    var names = new HashSet<Sku>();
    parts.forEach(part -> names.add(part.sku()));
    if (names.isEmpty() || names.size() < parts.size() || names.contains(sku)) {
      throw new IllegalArgumentException(
          "the bundle %s names no part, one twice, or itself".formatted(sku));
    }
  }

  /** So many of a SKU in each bundle. */
  public record Part(Sku sku, int quantity) {

    /** Refuses none of it. */
    public Part {
      if (quantity < 1) {
        throw new IllegalArgumentException("a bundle takes %d of %s".formatted(quantity, sku));
      }
    }
  }
}
