package dev.crossdock.sandbox.world;

import java.util.Locale;
import java.util.Optional;

/** A place that holds stock: the warehouse behind the web shops, and two stores. */
public enum Place {
  DC("DC1", ""),
  LEEDS("S017", "17"),
  YORK("S023", "23");

  private final String warehouse;
  private final String store;

  Place(String warehouse, String store) {
    this.warehouse = warehouse;
    this.store = store;
  }

  /** The place's name, as in {@code dc}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the ERP calls it. */
  public String warehouse() {
    return warehouse;
  }

  /** The number its tills print; empty for the warehouse. */
  public String store() {
    return store;
  }

  /** Whether it has tills. */
  public boolean isStore() {
    return !store.isEmpty();
  }

  /** The place the ERP calls so. */
  public static Optional<Place> ofWarehouse(String warehouse) {
    for (var place : values()) {
      if (place.warehouse.equals(warehouse)) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }
}
