package dev.crossdock.kernel;

import java.util.Optional;

/** Finds what we call a thing that a channel names in its own way; the catalogue answers. */
public interface References {

  /**
   * Our SKU for a channel's name.
   *
   * @param channel whose name it is
   * @param kind what sort of name: {@code sku}, {@code variant}, {@code inventory-item}, {@code
   *     barcode}
   * @param code the name, exactly as the channel prints it
   */
  Optional<Sku> sku(String channel, String kind, String code);

  /**
   * Our location behind a channel's own location id (its slot); empty when unknown or when several
   * stand behind it.
   */
  Optional<LocationId> location(String channel, String slot);
}
