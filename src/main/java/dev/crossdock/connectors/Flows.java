package dev.crossdock.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.springframework.stereotype.Component;

/** stub. */
@Component
public class Flows {
  /** stub. */
  public JsonNode call(String template, String channel, JsonNode document) {
    throw new IllegalStateException(template + channel + document);
  }
}
