package dev.crossdock.connectors.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.connectors.RetryAfter;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Step;
import java.sql.SQLException;
import java.time.Clock;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Turns whatever a channel answered into one document, beside what it was asked:
 *
 * <pre>{@code {request, status, headers, body, retryAfter?, problem?}}</pre>
 *
 * <p>{@code retryAfter} is how long its header of that name asks us to wait, in milliseconds and
 * never unreasonable; {@code problem} says in the words of a database or of the network why there
 * is no answer: {@code {sqlState?, message}}.
 *
 * <p>Header names are in lower case. {@code status} is 0 and {@code body} null when there was no
 * answer; a database's answer has status 200 and its rows as {@code body}. A body that is not JSON
 * is a text.
 */
@Component("answers")
public class Answers {
  /** The exchange property that says with which status the channel answered. */
  public static final String STATUS = "HubStatus";

  /** The exchange property that says with which SQL state a database refused. */
  public static final String SQL_STATE = "HubSqlState";

  private static final String ASKED = "HubAsked";

  private final Clock clock;

  Answers(Clock clock) {
    this.clock = clock;
  }

  /** Remembers what the channel is asked. */
  @Step("Remember what the channel is asked, for when its answer is read")
  public void ask(Exchange exchange) {
    exchange.setProperty(ASKED, exchange.getMessage().getBody(JsonNode.class));
  }

  /**
   * Reads the answer.
   *
   * @throws dev.crossdock.kernel.HubException {@code CON-032} when it is longer than 1 MiB
   */
  @Step("Read the channel's answer beside what it was asked")
  public void document(Exchange exchange) {
    var message = exchange.getMessage();
    var status = status(exchange);
    var document = Json.mapper().createObjectNode();
    document.set("request", exchange.getProperty(ASKED, Json.mapper().nullNode(), JsonNode.class));
    document.put("status", status);
    document.set("headers", headers(exchange));
    document.set(
        "body", status == 0 ? document.nullNode() : AnswerBody.read(exchange, message.getBody()));
    RetryAfter.of(message.getHeader("Retry-After", String.class), clock.instant())
        .ifPresent(wait -> document.put("retryAfter", wait.toMillis()));
    problem(exchange, status, document);
    exchange.setProperty(STATUS, status);
    credentialsSaw(exchange, status);
    Wire.heard(exchange, document);
    message.removeHeaders("*");
    message.setBody(document);
  }

  private static int status(Exchange exchange) {
    var failed = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    var status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    if (failed != null && (status == null || status == 0)) {
      return 0;
    }
    return status == null ? 200 : status;
  }

  private static void problem(Exchange exchange, int status, ObjectNode document) {
    var failed = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    if (status != 0 || failed == null) {
      return;
    }
    var problem = document.putObject("problem");
    var said = failed;
    for (var e = failed; e != null; e = e.getCause()) {
      said = e;
      if (e instanceof SQLException sql && sql.getSQLState() != null) {
        problem.put("sqlState", sql.getSQLState());
        exchange.setProperty(SQL_STATE, sql.getSQLState());
        break;
      }
    }
    problem.put("message", String.valueOf(said.getMessage()).lines().findFirst().orElse(""));
  }

  private static ObjectNode headers(Exchange exchange) {
    var wanted = Credentials.answerHeaders(exchange);
    var sorted = new TreeMap<String, String>();
    exchange
        .getMessage()
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (value != null && (Headers.isAnswer(name) || Headers.holds(wanted, name))) {
                sorted.put(Headers.lower(name), String.valueOf(value));
              }
            });
    var node = Json.mapper().createObjectNode();
    sorted.forEach(node::put);
    return node;
  }

  private static void credentialsSaw(Exchange exchange, int status) {
    if (status == 401 || status == 403) {
      exchange.setProperty(Credentials.REFUSED, true);
    }
  }
}
