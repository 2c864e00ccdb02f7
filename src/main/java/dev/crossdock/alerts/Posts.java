package dev.crossdock.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossdock.connectors.RetryAfter;
import dev.crossdock.connectors.SignedPosts;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import org.springframework.stereotype.Component;

/**
 * Tells by an HTTP post: signed and as a CloudEvent, or as Slack's incoming webhooks take it.
 *
 * <p>A redirect is not followed, whatever it points at, and of an answer nothing but the status is
 * read.
 */
@Component
class Posts {
  private static final int LISTED_IN_CHAT = 10;
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Secrets secrets;
  private final Clock clock;

  Posts(Secrets secrets, Clock clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Posts an event that its receiver can believe, and knows again. */
  Answer tell(Route.Webhook to, Message message) throws InterruptedException {
    var body = Json.write(event(message));
    var id = "msg_%s_%d".formatted(message.route(), message.id());
    var now = clock.instant();
    var secret = secrets.find(to.secret()).orElse("").getBytes(UTF_8);
    var signature = SignedPosts.signature(secret, id, now, body);
    if (signature.isEmpty()) {
      return Answer.notNow("the secret %s cannot sign it".formatted(to.secret()));
    }
    return post(
        request(to.url(), "application/cloudevents+json", body)
            .header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
            .header("webhook-signature", signature.get())
            .build());
  }

  /** Posts a few lines into a chat. */
  Answer tell(Route.Slack to, Message message) throws InterruptedException {
    var url = secrets.find(to.url()).orElse("");
    try {
      var body = Json.write(Json.mapper().createObjectNode().put("text", chat(message)));
      return post(request(URI.create(url), "application/json", body).build());
    } catch (IllegalArgumentException e) {
      // the address is a secret, and so is what the exception says of it
      return Answer.notNow("the secret %s is no address".formatted(to.url()));
    }
  }

  private static HttpRequest.Builder request(URI url, String type, byte[] body) {
    return HttpRequest.newBuilder(url)
        .timeout(ANSWER)
        .header("Content-Type", type)
        .header("User-Agent", "crossdock")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private Answer post(HttpRequest request) throws InterruptedException {
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      response.body().close();
      return answer(response);
    } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
      return Answer.notNow("nobody could be reached (%s)".formatted(e.getClass().getSimpleName()));
    } catch (IOException e) {
      return Answer.unsure("no answer came (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  private Answer answer(HttpResponse<InputStream> response) {
    var status = response.statusCode();
    var why = "it answered " + status;
    if (status >= 200 && status < 300) {
      return Answer.TOLD;
    }
    if (status >= 500 || status == 408 || status == 425 || status == 429) {
      var wait = response.headers().firstValue("Retry-After").orElse(null);
      return new Answer(
          Answer.Kind.NOT_NOW, why, RetryAfter.of(wait, clock.instant()).orElse(null));
    }
    return Answer.refused(why);
  }

  private static Object event(Message message) {
    var event = Json.mapper().createObjectNode();
    event.put("specversion", "1.0");
    event.put("id", Long.toString(message.id()));
    event.put("source", "/crossdock/alerts/" + message.route());
    event.put("type", "dev.crossdock.alerts.%s.v1".formatted(message.transition()));
    event.put("time", message.createdAt().toString());
    event.put("datacontenttype", "application/json");
    var data = event.putObject("data");
    data.put("title", message.title()).put("count", message.count());
    var alerts = data.putArray("alerts");
    for (var alert : message.alerts()) {
      var one = alerts.addObject();
      one.put("id", alert.id()).put("kind", alert.kind()).put("channel", alert.channel());
      one.put("about", alert.about()).put("sentence", Message.words(alert));
      one.put("times", alert.times()).put("openedAt", alert.openedAt().toString());
      if (alert.closedAt() != null) {
        one.put("closedAt", alert.closedAt().toString());
      }
    }
    return event;
  }

  private static String chat(Message message) {
    var listed =
        message.alerts().stream()
            .limit(LISTED_IN_CHAT)
            .map(a -> "• *%s*, %s: %s".formatted(name(a), Message.when(a), words(a)))
            .collect(Collectors.toList());
    var more = message.more(LISTED_IN_CHAT);
    var end = more == 0 ? List.<String>of() : List.of("and %d more.".formatted(more));
    return "*%s*\n%s"
        .formatted(
            escaped(message.title()),
            java.util.stream.Stream.concat(listed.stream(), end.stream())
                .collect(Collectors.joining("\n")));
  }

  private static String name(Alert alert) {
    return escaped(Message.name(alert));
  }

  private static String words(Alert alert) {
    return escaped(Message.words(alert));
  }

  /** Its three letters that mean something; a sentence must not call everybody in. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
