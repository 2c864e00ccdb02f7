package dev.crossdock.connectors.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.kernel.Json;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sees what each call hands to its system's kamelet, and what comes back, so that a person can be
 * shown it later. Bodies only: credentials travel in headers, and are never looked at.
 */
@Component
public class Wire extends EventNotifierSupport {
  private static final String SENT = "HubSent";
  private static final String HEARD = "HubHeard";

  Wire() {
    setIgnoreCamelContextInitEvents(true);
    setIgnoreCamelContextEvents(true);
    setIgnoreRouteEvents(true);
    setIgnoreServiceEvents(true);
    setIgnoreExchangeCreatedEvent(true);
    setIgnoreExchangeCompletedEvent(true);
    setIgnoreExchangeFailedEvents(true);
    setIgnoreExchangeRedeliveryEvents(true);
    setIgnoreExchangeSentEvents(true);
    setIgnoreStepEvents(true);
  }

  @Override
  public void notify(CamelEvent event) {
    if (event instanceof ExchangeSendingEvent sending
        && sending.getEndpoint().getEndpointUri().startsWith("kamelet:")) {
      var exchange = sending.getExchange();
      // a kamelet comes back through one of Camel's own, with the answer in hand
      if (exchange.getProperty(Credentials.CHANNEL) != null && exchange.getProperty(SENT) == null) {
        exchange.setProperty(SENT, exchange.getMessage().getBody());
      }
    }
  }

  /** Remembers an answer as its document says it. */
  static void heard(Exchange exchange, ObjectNode document) {
    var heard = Json.mapper().createObjectNode();
    document.properties().stream()
        .filter(part -> !part.getKey().equals("request"))
        .forEach(part -> heard.set(part.getKey(), part.getValue()));
    exchange.setProperty(HEARD, heard);
  }

  /** What was handed to the system's kamelet; null when it did not come so far. */
  public static @Nullable JsonNode sent(Exchange exchange) {
    var body = exchange.getProperty(SENT);
    if (body == null || body instanceof JsonNode) {
      return (JsonNode) body;
    }
    return body instanceof Map || body instanceof Collection
        ? Json.mapper().valueToTree(body)
        : TextNode.valueOf(String.valueOf(body));
  }

  /** What was answered: {@code {status, headers, body}}; null when nothing was. */
  public static @Nullable JsonNode answered(Exchange exchange) {
    return exchange.getProperty(HEARD, JsonNode.class);
  }
}
