package dev.crossdock.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.delivery.Slots;
import dev.crossdock.inventory.Hold;
import dev.crossdock.inventory.Holds;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Where a storefront asks for the last units: {@code POST /api/v1/<channel>/reservations} holds
 * them or says what is missing, {@code POST …/<key>/commit} keeps them, {@code DELETE …/<key>}
 * gives them back. The same key is the same reservation, however often it is asked for.
 */
@Component
class Reservations implements ApiResource {
  private static final Duration USUAL = Duration.ofHours(2);
  private static final Duration LONGEST = Duration.ofDays(7);

  private static final Set<Hold.State> KEPT =
      Set.of(Hold.State.HELD, Hold.State.COMMITTED, Hold.State.BOUGHT);
  private static final Set<Hold.State> BOUGHT = Set.of(Hold.State.COMMITTED, Hold.State.BOUGHT);
  private static final Set<Hold.State> GIVEN_BACK =
      Set.of(Hold.State.RELEASED, Hold.State.EXPIRED, Hold.State.REFUSED);

  private final Holds holds;
  private final Slots slots;

  Reservations(Holds holds, Slots slots) {
    this.holds = holds;
    this.slots = slots;
  }

  @Override
  public String name() {
    return "reservations";
  }

  @Override
  public Set<String> askers() {
    return Set.of("storefront", "marketplace", "pos");
  }

  @Override
  public ApiAnswer answer(ApiCall call) throws ApiRefusal {
    if (call.is("POST", 0)) {
      return told(201, held(asked(call)), KEPT);
    }
    if (call.is("POST", 2) && call.path().get(1).equals("commit")) {
      return told(200, known(holds.commit(call.channel(), call.path().get(0)), call), BOUGHT);
    }
    if (call.is("DELETE", 1)) {
      return told(200, known(holds.release(call.channel(), call.path().get(0)), call), GIVEN_BACK);
    }
    throw new ApiRefusal(405, "POST a reservation, POST its /commit, or DELETE it.");
  }

  private Hold held(Hold.Request request) {
    var hold = holds.hold(request);
    if (!hold.lines().equals(request.lines())) {
      throw new HubException(
          new Failure.Data(
              "INV-031",
              "the key '%s' was used for other lines before. Use a new one for each reservation."
                  .formatted(request.key())));
    }
    return hold;
  }

  private static Hold known(Optional<Hold> hold, ApiCall call) throws ApiRefusal {
    if (hold.isEmpty()) {
      throw new ApiRefusal(
          404, "There is no reservation '%s' of this channel.".formatted(call.path().get(0)));
    }
    return hold.get();
  }

  private Hold.Request asked(ApiCall call) throws ApiRefusal {
    var key = call.requiredKey();
    var document = call.document();
    var lines =
        ApiCall.lines(
            document,
            "lines",
            1,
            (line, at) ->
                new Hold.Line(
                    ApiCall.sku(line, at), location(call, line, at), ApiCall.units(line, at)));
    return new Hold.Request(call.channel(), key, lines, ttl(document));
  }

  /** Where the channel's orders take their stock, if it does not say. */
  private LocationId location(ApiCall call, JsonNode line, String at) throws ApiRefusal {
    var usual = slots.reserveAt(call.channel());
    return line.has("location") || usual.isEmpty()
        ? eligible(call.channel(), ApiCall.location(line, at, slots.ours()), at)
        : usual.get();
  }

  private LocationId eligible(String channel, LocationId location, String at) throws ApiRefusal {
    var eligible = slots.sellsFrom(channel);
    if (!eligible.contains(location)) {
      throw new ApiRefusal(
          422,
          "%s.location is '%s', from which %s does not sell; it sells from %s."
              .formatted(
                  at,
                  location.value(),
                  channel,
                  eligible.stream().map(LocationId::value).collect(Collectors.joining(", "))));
    }
    return location;
  }

  private static Duration ttl(JsonNode document) throws ApiRefusal {
    var seconds = document.path("ttlSeconds");
    if (seconds.isMissingNode()) {
      return USUAL;
    }
    if (!seconds.isInt() || seconds.intValue() < 1 || seconds.intValue() > LONGEST.toSeconds()) {
      throw new ApiRefusal(
          400,
          "$.ttlSeconds is %s; expected 1 to %d."
              .formatted(Json.text(seconds), LONGEST.toSeconds()));
    }
    return Duration.ofSeconds(seconds.intValue());
  }

  /** What did not become what was asked for is a conflict. */
  private static ApiAnswer told(int good, Hold hold, Set<Hold.State> asked) {
    var json = Json.mapper().createObjectNode();
    json.put("key", hold.key().substring(hold.key().indexOf("/hold/") + "/hold/".length()));
    json.put("state", hold.state().name().toLowerCase(Locale.ROOT));
    json.put("expiresAt", hold.expiresAt().toString());
    var missing = hold.missing();
    if (missing != null) {
      json.putObject("missing")
          .put("sku", missing.sku().value())
          .put("location", missing.location().value())
          .put("asked", missing.asked())
          .put("sellable", missing.sellable());
    }
    return new ApiAnswer(asked.contains(hold.state()) ? good : 409, json);
  }
}
