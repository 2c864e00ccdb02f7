package dev.crossdock.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.delivery.Slots;
import dev.crossdock.kernel.Json;
import dev.crossdock.orders.Return;
import dev.crossdock.orders.Returns;
import java.math.BigDecimal;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Where a till says what a customer brought back: {@code POST /api/v1/<channel>/returns}. The same
 * key is the same return, however often it is asked for.
 */
@Component
class ReturnsAtTills implements ApiResource {
  private final Returns returns;
  private final Slots slots;

  ReturnsAtTills(Returns returns, Slots slots) {
    this.returns = returns;
    this.slots = slots;
  }

  @Override
  public String name() {
    return "returns";
  }

  @Override
  public Set<String> askers() {
    return Set.of("pos");
  }

  @Override
  public ApiAnswer answer(ApiCall call) throws ApiRefusal {
    if (!call.is("POST", 0)) {
      throw new ApiRefusal(405, "POST a return.");
    }
    return new ApiAnswer(201, Json.mapper().valueToTree(returns.take(asked(call))));
  }

  private Return.Request asked(ApiCall call) throws ApiRefusal {
    var key = call.requiredKey();
    var document = call.document();
    return new Return.Request(
        call.channel(),
        key,
        ApiCall.text(document, "channel", "$"),
        ApiCall.text(document, "order", "$"),
        ApiCall.location(document, "$", slots.ours()),
        ApiCall.lines(document, "lines", 1, ReturnsAtTills::line),
        ApiCall.lines(document, "instead", 0, ReturnsAtTills::instead));
  }

  private static Return.Line line(JsonNode line, String at) throws ApiRefusal {
    return new Return.Line(
        ApiCall.text(line, "line", at),
        ApiCall.units(line, at),
        line.path("restock").asBoolean(true));
  }

  private static Return.Instead instead(JsonNode line, String at) throws ApiRefusal {
    return new Return.Instead(
        ApiCall.sku(line, at), ApiCall.units(line, at), amount(line, "price", at));
  }

  static BigDecimal amount(JsonNode line, String name, String at) throws ApiRefusal {
    var text = ApiCall.text(line, name, at);
    if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,4})?")) {
      throw new ApiRefusal(
          400, "%s.%s is '%s'; expected an amount such as \"12.50\".".formatted(at, name, text));
    }
    return new BigDecimal(text);
  }
}
