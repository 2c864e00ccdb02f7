package dev.crossdock.edge;

import dev.crossdock.kernel.Json;
import dev.crossdock.orders.OrderLookup;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Where a till finds what a customer bought elsewhere: {@code GET …/orders?number=1001}. */
@Component
class OrdersAtTills implements ApiResource {
  private static final String NUMBER = "number=";
  private static final int LONGEST = 128;

  private final OrderLookup lookup;

  OrdersAtTills(OrderLookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public String name() {
    return "orders";
  }

  @Override
  public Set<String> askers() {
    return Set.of("pos");
  }

  @Override
  public ApiAnswer answer(ApiCall call) throws ApiRefusal {
    if (!call.is("GET", 0)) {
      throw new ApiRefusal(405, "GET orders?number=…");
    }
    var found = lookup.byNumber(number(call));
    return new ApiAnswer(200, Json.mapper().valueToTree(Map.of("orders", found)));
  }

  private static String number(ApiCall call) throws ApiRefusal {
    var query = call.query() == null ? "" : call.query();
    var number =
        Stream.of(query.split("&"))
            .filter(part -> part.startsWith(NUMBER))
            .map(part -> decoded(part.substring(NUMBER.length())))
            .findFirst()
            .orElse("");
    if (number.isBlank() || number.length() > LONGEST) {
      throw new ApiRefusal(400, "Say which order: orders?number=1001");
    }
    return number;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
