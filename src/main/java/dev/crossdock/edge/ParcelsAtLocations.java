package dev.crossdock.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.orders.Parcel;
import dev.crossdock.orders.Parcels;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where a store or a warehouse sees what it is asked to send, {@code GET …/parcels?location=leeds},
 * and says what became of it: {@code POST …/parcels/<id>/ready}, {@code /sent}, {@code /collected}
 * or {@code /rejected}.
 */
@Component
class ParcelsAtLocations implements ApiResource {
  private static final Pattern URL = Pattern.compile("https?://[^\\s\"<>]{1,500}");

  private final Parcels parcels;

  ParcelsAtLocations(Parcels parcels) {
    this.parcels = parcels;
  }

  @Override
  public String name() {
    return "parcels";
  }

  @Override
  public Set<String> askers() {
    return Set.of("pos", "wms");
  }

  @Override
  public ApiAnswer answer(ApiCall call) throws ApiRefusal {
    if (call.is("GET", 0)) {
      var open = parcels.openAt(location(call)).stream().map(this::json).toList();
      return new ApiAnswer(200, Json.mapper().valueToTree(Map.of("parcels", open)));
    }
    if (call.is("POST", 2)) {
      return new ApiAnswer(200, json(changed(call, call.path().get(0), call.path().get(1))));
    }
    throw new ApiRefusal(
        405,
        "GET parcels?location=…, or POST what became of one: /ready, /sent, /collected, /rejected.");
  }

  private Parcel changed(ApiCall call, String id, String what) throws ApiRefusal {
    return switch (what) {
      case "ready" -> parcels.ready(id);
      case "sent" -> parcels.sent(id, tracking(call));
      case "collected" -> parcels.sent(id, Parcel.Tracking.NONE);
      case "rejected" -> parcels.rejected(id, ApiCall.text(call.document(), "reason", "$"));
      default -> throw new ApiRefusal(404, "A parcel is ready, sent, collected or rejected.");
    };
  }

  private static Parcel.Tracking tracking(ApiCall call) throws ApiRefusal {
    var url = optional(call, "url");
    if (url != null && !URL.matcher(url).matches()) {
      throw new ApiRefusal(400, "url is where the parcel can be followed: https://…");
    }
    return new Parcel.Tracking(optional(call, "carrier"), optional(call, "tracking"), url);
  }

  private static @Nullable String optional(ApiCall call, String name) throws ApiRefusal {
    if (call.body().length == 0) {
      return null;
    }
    var value = call.document().path(name);
    return value.isTextual() && !value.textValue().isBlank() ? value.textValue().strip() : null;
  }

  private static LocationId location(ApiCall call) throws ApiRefusal {
    try {
      return new LocationId(call.parameter("location"));
    } catch (HubException e) {
      throw new ApiRefusal(400, "Say where: parcels?location=leeds");
    }
  }

  private ObjectNode json(Parcel parcel) {
    var json =
        Json.mapper()
            .createObjectNode()
            .put("id", parcel.id())
            .put("channel", parcel.channel())
            .put("order", parcel.order())
            .put("location", parcel.location().value())
            .put("state", parcel.state().name().toLowerCase(Locale.ROOT))
            .put("pickUp", parcel.pickUp())
            .put("askedAt", parcel.askedAt().toString());
    if (parcel.dueAt() != null) {
      json.put("dueAt", parcel.dueAt().toString());
    }
    if (parcel.pickUp()) {
      json.put("customerIsTold", parcels.isTold(parcel));
    }
    json.set("lines", Json.mapper().<JsonNode>valueToTree(parcel.lines()));
    json.set("because", Json.mapper().<JsonNode>valueToTree(parcel.because()));
    return json;
  }
}
