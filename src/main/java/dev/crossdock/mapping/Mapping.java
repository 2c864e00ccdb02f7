package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One compiled mapping, whatever language it is written in. Shared between threads; knows nothing
 * but what it is given.
 */
interface Mapping {

  /** Turns one document into another. */
  JsonNode apply(JsonNode document, Map<String, JsonNode> variables);

  /** Whether it asks for anything that differs from message to message, besides the document. */
  boolean asksForTheMessage();
}
