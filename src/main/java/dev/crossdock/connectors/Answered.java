package dev.crossdock.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * An answer of a channel, and how it came.
 *
 * @param status of the answer; 0 when there was none
 */
record Answered(JsonNode document, int status) {

  /** Whether the whole call failed for no reason that lies in what it said. */
  boolean isSilence() {
    return switch (status) {
      case 0 -> speaker().path("outcome").asText().equals(FailureClass.TRANSIENT.word());
      case 408, 425 -> true;
      default -> status >= 500;
    };
  }

  boolean isRefusalOfUs() {
    return speaker().path("outcome").asText().equals(FailureClass.AUTH.word());
  }

  /** The part that speaks for all: a page itself, or the first outcome. */
  JsonNode speaker() {
    if (document.hasNonNull("outcome")) {
      return document;
    }
    var first = document.path("outcomes").path(0);
    return first.isMissingNode() ? MissingNode.getInstance() : first;
  }
}
