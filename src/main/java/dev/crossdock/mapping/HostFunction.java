package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something a mapping may ask of the hub, because neither mapping language says it well. Pure, and
 * strict about null.
 *
 * @param name as it is written in a mapping
 * @param least how many arguments it needs
 * @param most how many it takes
 * @param body what it does
 */
record HostFunction(String name, int least, int most, Body body) implements Function {

  /** What a host function does with its arguments. */
  interface Body {
    JsonNode call(JsonNode[] arguments);
  }

  /** All there are. */
  static List<Function> all() {
    return Stream.of(
            MoneyFunctions.all(),
            TextFunctions.all(),
            ReferenceFunctions.all(),
            TimeFunctions.all(),
            ShapeFunctions.all())
        .<Function>flatMap(List::stream)
        .toList();
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public int getMinArguments() {
    return least;
  }

  @Override
  public int getMaxArguments() {
    return most;
  }

  @Override
  public JsonNode call(JsonNode input, JsonNode[] arguments) {
    return body.call(arguments);
  }
}
