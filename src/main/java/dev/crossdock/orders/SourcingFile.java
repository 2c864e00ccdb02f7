package dev.crossdock.orders;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Yaml;
import dev.crossdock.orders.sourcing.Point;
import dev.crossdock.orders.sourcing.Rule;
import dev.crossdock.orders.sourcing.Site;
import dev.crossdock.orders.sourcing.Sourcing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Reads {@code config/sourcing.yaml}; where there is none, nobody is asked for parcels. */
@Component
class SourcingFile {
  private final @Nullable Sourcing sourcing;
  private final PickUpTimes pickUp;

  SourcingFile(@Value("${hub.sourcing-file:config/sourcing.yaml}") Path file) {
    var written = Files.exists(file) ? read(file) : null;
    this.sourcing = written == null ? null : written.sourcing();
    this.pickUp =
        written == null || written.pickUp() == null ? PickUpTimes.USUAL : written.pickUp();
  }

  Optional<Sourcing> sourcing() {
    return Optional.ofNullable(sourcing);
  }

  /** For what customers fetch. */
  PickUpTimes pickUp() {
    return pickUp;
  }

  /** As it is written; the nearest, and two parcels, where it does not say. */
  record Written(
      @Nullable List<Rule> rules,
      @Nullable Integer parcels,
      @Nullable PickUpTimes pickUp,
      List<Location> locations) {
    Written {
      Objects.requireNonNull(locations, "it names no locations");
    }

    Sourcing sourcing() {
      return new Sourcing(
          locations.stream().map(Location::site).toList(),
          rules == null ? List.of(Rule.NEAREST) : rules,
          parcels == null ? 2 : parcels);
    }
  }

  /**
   * One location.
   *
   * @param at latitude and longitude, in degrees
   */
  private record Location(
      LocationId id,
      @Nullable List<Double> at,
      int ordersPerHour,
      boolean ships,
      boolean pickUp,
      double cost) {
    Site site() {
      var point = at == null || at.size() != 2 ? null : new Point(at.get(0), at.get(1));
      return new Site(id, point, ordersPerHour, ships, pickUp, cost);
    }
  }

  private static Written read(Path file) {
    try {
      return Json.mapper()
          .readerFor(Written.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(Yaml.read(Files.readString(file)).root());
    } catch (JsonMappingException | Yaml.Unreadable e) {
      throw new HubException(
          new Failure.Data(
              "ORD-030",
              "%s does not say from where orders are sent: %s. Correct it, or remove it to send nothing from here."
                  .formatted(file, firstLine(e))),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
