package dev.crossdock.mapping;

import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.References;
import dev.crossdock.kernel.Sku;
import java.util.Optional;

/** Knows nothing: for a hub without a catalogue. */
final class NoReferences implements References {

  @Override
  public Optional<Sku> sku(String channel, String kind, String code) {
    return Optional.empty();
  }

  @Override
  public Optional<LocationId> location(String channel, String slot) {
    return Optional.empty();
  }
}
