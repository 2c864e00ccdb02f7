package dev.crossdock.sandbox.tills;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.sandbox.wire.SandboxJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What staff at a till ask of the hub, and tell it. */
public final class TillApi {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI hub;
  private final String token;

  /** Nothing is asked before somebody asks. */
  public TillApi(URI hub, String token) {
    this.hub = hub;
    this.token = token;
  }

  /**
   * What the hub said.
   *
   * @param status 0 when it said nothing
   */
  public record Answer(int status, JsonNode body) {
    static final Answer NONE = new Answer(0, SandboxJson.object());

    /** It did what it was asked. */
    public boolean isYes() {
      return status == 200 || status == 201;
    }

    /** It will not, however often it is asked. */
    public boolean isNo() {
      return status >= 400 && status < 500 && status != 429;
    }
  }

  /** Asks. */
  public Answer get(String what) {
    return send(request(what).GET());
  }

  /**
   * Tells.
   *
   * @param key the same key is the same thing, however often it is told; null where none is needed
   */
  public Answer post(String what, @Nullable String key, Object body) {
    var request =
        request(what)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(SandboxJson.bytes(body)));
    return send(key == null ? request : request.header("Idempotency-Key", key));
  }

  private HttpRequest.Builder request(String what) {
    return HttpRequest.newBuilder(hub.resolve("/api/v1/%s/%s".formatted(Tills.CHANNEL, what)))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(answer.statusCode(), SandboxJson.read(answer.body()));
    } catch (IOException e) {
      return Answer.NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.NONE;
    }
  }
}
