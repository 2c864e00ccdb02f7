package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;

/** How a channel is called: through its route, unless a test plays the channel. */
@FunctionalInterface
interface Asking {
  /**
   * Sends one document and hands back the answer.
   *
   * @throws dev.crossdock.kernel.HubException when there is none
   */
  JsonNode call(String route, String channel, JsonNode document);
}
