package dev.crossdock.edge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.inventory.Promisable;
import dev.crossdock.inventory.Promises;
import dev.crossdock.inventory.Term;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Sku;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Where a channel asks how many it may promise: {@code GET …/availability?sku=A&sku=B}, with {@code
 * explain=true} why so many.
 */
@Component
class AvailabilityOnChannel implements ApiResource {
  private static final int MOST = 100;

  private final Promises promises;

  AvailabilityOnChannel(Promises promises) {
    this.promises = promises;
  }

  @Override
  public String name() {
    return "availability";
  }

  @Override
  public Set<String> askers() {
    return Set.of("storefront", "marketplace", "pos");
  }

  @Override
  public ApiAnswer answer(ApiCall call) throws ApiRefusal {
    if (!call.is("GET", 0)) {
      throw new ApiRefusal(405, "GET availability?sku=…&sku=…");
    }
    var skus = skus(call);
    var answers =
        promises
            .of(call.channel(), skus)
            .orElseThrow(() -> new ApiRefusal(404, "There is no such channel any more."));
    var explain = call.parameter("explain").equals("true");
    var json = Json.mapper().createObjectNode();
    json.put("as_of", oldest(answers).toString());
    var items = json.putArray("items");
    answers.forEach(answer -> item(items.addObject(), answer, explain));
    return new ApiAnswer(200, json);
  }

  private static List<Sku> skus(ApiCall call) throws ApiRefusal {
    var skus = new ArrayList<Sku>();
    for (var value : call.parameters("sku")) {
      try {
        skus.add(new Sku(value));
      } catch (HubException e) {
        throw new ApiRefusal(400, String.valueOf(e.getMessage()));
      }
    }
    if (skus.isEmpty() || skus.size() > MOST) {
      throw new ApiRefusal(
          400, "Ask for 1 to %d SKUs, sku=…&sku=…; there are %d.".formatted(MOST, skus.size()));
    }
    return skus;
  }

  /** What all of the answer is at least as new as. */
  private static Instant oldest(List<Promisable> answers) {
    return answers.stream().map(Promisable::asOf).min(Comparator.naturalOrder()).orElseThrow();
  }

  private static void item(ObjectNode json, Promisable answer, boolean explain) {
    json.put("sku", answer.sku().value())
        .put("available", answer.units())
        .put("lastUnits", answer.lastUnits())
        .put("as_of", answer.asOf().toString());
    if (explain) {
      terms(json.putArray("terms"), answer.terms());
      if (!answer.parts().isEmpty()) {
        var parts = json.putArray("parts");
        answer.parts().forEach(part -> part(parts.addObject(), part));
      }
    }
  }

  private static void part(ObjectNode json, Promisable.OfPart part) {
    json.put("sku", part.sku().value())
        .put("slot", part.slot())
        .put("each", part.each())
        .put("available", part.units())
        .put("makes", part.makes());
    terms(json.putArray("terms"), part.terms());
  }

  private static void terms(ArrayNode json, List<Term> terms) {
    for (var term : terms) {
      var one = json.addObject().put("term", word(term.kind()));
      var at = term.at();
      if (at != null) {
        one.put("location", at.value());
      }
      one.put("units", term.units()).put("because", term.because());
    }
  }

  private static String word(Term.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
