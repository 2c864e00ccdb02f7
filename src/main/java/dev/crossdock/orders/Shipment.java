package dev.crossdock.orders;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.orders.Parcel.Tracking;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A canonical Shipment; see {@code mappings/canonical/shipment.schema.json}.
 *
 * @param key its teller and its number there
 * @param parcel which of the order's parcels; null where it was not named
 * @param units of each SKU; empty where all of a parcel left
 */
record Shipment(
    String key,
    String channel,
    String order,
    @Nullable Integer parcel,
    LocationId location,
    Tracking tracking,
    Instant occurredAt,
    Map<String, Integer> units) {

  static Shipment of(String teller, JsonNode document) {
    return new Shipment(
        teller + "/" + document.path("key").asText(),
        document.path("channel").asText(),
        document.path("order").asText(),
        document.hasNonNull("parcel") ? Integer.valueOf(document.path("parcel").intValue()) : null,
        new LocationId(document.path("location").asText()),
        new Tracking(
            document.path("carrier").textValue(),
            document.path("tracking").textValue(),
            document.path("url").textValue()),
        Instant.parse(document.path("occurredAt").asText()),
        document
            .path("lines")
            .valueStream()
            .collect(
                Collectors.toMap(
                    line -> line.path("sku").asText(),
                    line -> line.path("quantity").intValue(),
                    Integer::sum)));
  }

  /** Whether it can be that parcel, whatever became of it. */
  boolean fits(Parcel one) {
    return one.location().equals(location)
        && (parcel == null || parcel == one.n())
        && (units.isEmpty() || units.equals(units(one)));
  }

  static Map<String, Integer> units(Parcel parcel) {
    return parcel.lines().stream()
        .collect(Collectors.toMap(line -> line.sku().value(), Parcel.Line::quantity, Integer::sum));
  }

  /** What its teller says, for people. */
  String words() {
    return "%s says that %s left %s%s"
        .formatted(
            key,
            parcel == null ? "a parcel" : "parcel " + parcel,
            location.value(),
            units.isEmpty() ? "" : " with " + words(units));
  }

  /** What there is of its order, for people. */
  static String words(List<Parcel> parcels) {
    return parcels.isEmpty()
        ? "of its order nobody was asked for any"
        : parcels.stream()
            .map(
                one ->
                    "parcel %d at %s is %s, with %s"
                        .formatted(
                            one.n(), one.location().value(), one.state().word(), words(units(one))))
            .collect(Collectors.joining("; "));
  }

  private static String words(Map<String, Integer> units) {
    return units.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(unit -> unit.getValue() + " " + unit.getKey())
        .collect(Collectors.joining(", "));
  }
}
