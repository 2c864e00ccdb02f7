package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import java.util.Map;

/**
 * A mapping written in JSLT.
 *
 * @param expression compiled, and shared between threads
 * @param asksForTheMessage whether its text names a variable that differs from message to message
 */
record JsltMapping(Expression expression, boolean asksForTheMessage) implements Mapping {

  @Override
  public JsonNode apply(JsonNode document, Map<String, JsonNode> variables) {
    return expression.apply(variables, document);
  }
}
