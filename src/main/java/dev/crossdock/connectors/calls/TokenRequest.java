package dev.crossdock.connectors.calls;

import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.RetryAfter;
import dev.crossdock.connectors.files.Connected;
import dev.crossdock.connectors.files.Secret;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks a system for an access token, as OAuth 2 says it: with a refresh token that does not end.
 */
@Component
class TokenRequest implements AccessTokens.Source {
  private static final int MOST = 64 * 1024;
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(30);
  private static final Duration USUAL_LIFE = Duration.ofHours(1);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Clock clock;

  TokenRequest(Clock clock) {
    this.clock = clock;
  }

  /** What was granted: the token, and for how long. */
  record Granted(Secret secret, Duration life) {}

  /**
   * Asks once.
   *
   * @throws HubException {@code CON-041} refused, {@code CON-042} not answered
   */
  @Override
  public Granted ask(Connected channel, Manifest.Auth auth) {
    try {
      var response = http.send(request(channel, auth), HttpResponse.BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        return read(channel, response, body);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw unanswered(channel, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered(channel, "interrupted");
    }
  }

  private static HttpRequest request(Connected channel, Manifest.Auth auth) {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", value(channel, auth.refreshToken()));
    form.put("client_id", value(channel, auth.clientId()));
    form.put("client_secret", value(channel, auth.clientSecret()));
    return HttpRequest.newBuilder(URI.create(channel.channel().endpoint() + auth.tokenPath()))
        .timeout(Duration.ofSeconds(10))
        .header("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
        .build();
  }

  private Granted read(Connected channel, HttpResponse<?> response, InputStream body)
      throws IOException {
    var status = response.statusCode();
    var bytes = body.readNBytes(MOST);
    if (status == 429) {
      var wait = response.headers().firstValue("Retry-After").orElse(null);
      throw new HubException(
          new Failure.Throttled(
              "CON-044",
              "channel %s lets nobody have a token for a while; it is tried again."
                  .formatted(channel.channel().id()),
              RetryAfter.of(wait, clock.instant()).orElse(null)));
    }
    if (status == 400 || status == 401 || status == 403) {
      throw new HubException(
          new Failure.Auth(
              "CON-041",
              "channel %s answered %d when asked for a token; check its client id, client secret and refresh token."
                  .formatted(channel.channel().id(), status)));
    }
    if (status != 200) {
      throw unanswered(channel, "it answered " + status);
    }
    return granted(channel, bytes);
  }

  private static Granted granted(Connected channel, byte[] bytes) {
    var answer = Json.read(bytes);
    var token = answer.path("access_token").asText("");
    if (token.isEmpty()) {
      throw unanswered(channel, "its answer has no access_token");
    }
    var life = Duration.ofSeconds(answer.path("expires_in").asLong(USUAL_LIFE.toSeconds()));
    return new Granted(new Secret(token), life.compareTo(SHORTEST_LIFE) < 0 ? SHORTEST_LIFE : life);
  }

  private static String value(Connected channel, @Nullable String name) {
    return name == null ? "" : channel.secret(name).get(0).reveal();
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static HubException unanswered(Connected channel, String why) {
    return new HubException(
        new Failure.Transient(
            Credentials.NO_TOKEN,
            "channel %s gave no token: %s. It is tried again."
                .formatted(channel.channel().id(), why)));
  }
}
