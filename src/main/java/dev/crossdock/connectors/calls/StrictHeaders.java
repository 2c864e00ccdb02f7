package dev.crossdock.connectors.calls;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.stereotype.Component;

/**
 * The only headers that pass between a route and the wire: those every call may have, and the one
 * its credential was put in. Whatever else a message carries stays here; whatever else an answer
 * carries stays there.
 */
@Component("strictHeaders")
public class StrictHeaders implements HeaderFilterStrategy {

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !Headers.isRequest(name) && !name.equalsIgnoreCase(Credentials.header(exchange));
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return !Headers.isAnswer(name) && !Headers.holds(Credentials.answerHeaders(exchange), name);
  }
}
