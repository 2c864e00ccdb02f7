package dev.crossdock.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.calls.Answers;
import dev.crossdock.connectors.calls.Credentials;
import dev.crossdock.connectors.calls.Wire;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.time.Clock;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Asks a channel something, or tells it something, through its own route in {@code routes/}. */
@Component
public class Flows implements DisposableBean {
  /** How long a call waits when its route is there but not yet listening. */
  private static final int REPLACED_WITHIN_MILLIS = 5_000;

  private final LiveFiles files;
  private final Credentials credentials;
  private final Channels channels;
  private final Doors doors;
  private final Classifying classifying;
  private final ProducerTemplate producer;

  Flows(
      CamelContext camel,
      LiveFiles files,
      Credentials credentials,
      Channels channels,
      Doors doors,
      Clock clock) {
    this.files = files;
    this.credentials = credentials;
    this.channels = channels;
    this.doors = doors;
    this.classifying = new Classifying(clock);
    this.producer = camel.createProducerTemplate();
  }

  /**
   * Sends a document through the channel's route and hands back what its last step made of the
   * answer. When the channel refuses our credential and it can be renewed, it is renewed and the
   * call made once more.
   *
   * @param template the route template, for example {@code stock-publish-…}
   * @param channel whose route
   * @throws HubException {@code CON-050} to {@code CON-052} when the channel is left alone for now
   *     and was not called; {@code CON-030} when the channel has no such route, {@code CON-031}
   *     when the route failed by our own mistake; else what a step of the route refused with
   */
  public JsonNode call(String template, String channel, JsonNode document) {
    return call(template, channel, document, (sent, answered) -> {});
  }

  /** The same, before a witness of what went over the wire. */
  public JsonNode call(String template, String channel, JsonNode document, Witness witness) {
    var id = template + "." + channel;
    return doors.through(
        channel, () -> files.enter(id, () -> enter(id, channel, document, witness)));
  }

  /** Sees what a call said and heard, in the system's own words, whatever became of it. */
  @FunctionalInterface
  public interface Witness {
    /**
     * Is shown both.
     *
     * @param sent what was handed to the system's kamelet, without any credential; null when the
     *     call did not come so far
     * @param answered {@code {status, headers, body}}; null when there was no answer
     */
    void saw(@Nullable JsonNode sent, @Nullable JsonNode answered);
  }

  @Override
  public void destroy() {
    producer.stop();
  }

  private Answered enter(String id, String channel, JsonNode document, Witness witness) {
    if (!files.runs(id)) {
      throw missing(id);
    }
    var exchange = send(id, channel, document);
    if (credentials.renewAfter(exchange)) {
      exchange = send(id, channel, document);
    }
    witness.saw(Wire.sent(exchange), Wire.answered(exchange));
    return understood(channel, answer(id, exchange), exchange);
  }

  /** What the answer means is in the manifest; a channel that has gone meanwhile has none. */
  private Answered understood(String channel, JsonNode answer, Exchange exchange) {
    int status = exchange.getProperty(Answers.STATUS, 200, Integer.class);
    var sqlState = exchange.getProperty(Answers.SQL_STATE, String.class);
    channels
        .connected(channel)
        .ifPresent(c -> classifying.understood(c.manifest(), answer, status, sqlState));
    return new Answered(answer, status);
  }

  private Exchange send(String id, String channel, JsonNode document) {
    return producer.send(
        "direct:%s?timeout=%d".formatted(id, REPLACED_WITHIN_MILLIS),
        ExchangePattern.InOut,
        exchange -> {
          exchange.setProperty(Credentials.CHANNEL, channel);
          exchange.getMessage().setBody(document);
        });
  }

  private static JsonNode answer(String id, Exchange exchange) {
    var failure = exchange.getException();
    if (failure != null) {
      throw refused(id, failure);
    }
    var body = exchange.getMessage().getBody();
    if (body instanceof JsonNode answer) {
      return answer;
    }
    throw bug(id, "it ends with %s".formatted(body == null ? "nothing" : body.getClass()), null);
  }

  private static HubException refused(String id, Exception failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof HubException ours) {
        return ours;
      }
      if (e instanceof DirectConsumerNotAvailableException
          || e instanceof RejectedExecutionException) {
        return missing(id);
      }
    }
    return bug(id, String.valueOf(failure.getMessage()), failure);
  }

  private static HubException missing(String id) {
    return new HubException(
        new Failure.Transient(
            "CON-030",
            "route %s does not run; see which of its files is not accepted, or let its channel go."
                .formatted(id)));
  }

  private static HubException bug(String id, String why, @Nullable Exception cause) {
    var failure =
        new Failure.Bug(
            "CON-031",
            "route %s does not hand back a document: %s. Correct the route."
                .formatted(id, why.replaceAll("\\s+", " ")));
    return cause == null ? new HubException(failure) : new HubException(failure, cause);
  }
}
