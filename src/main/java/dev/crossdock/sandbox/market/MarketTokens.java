package dev.crossdock.sandbox.market;

import dev.crossdock.sandbox.wire.Call;
import dev.crossdock.sandbox.wire.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Hands out access tokens for an hour each, to whom knows the client's secret. */
public final class MarketTokens {
  private static final Duration LIFE = Duration.ofHours(1);

  private final Credentials credentials;
  private final Clock clock;
  private final Map<String, Instant> ends = new ConcurrentHashMap<>();

  /** What a client must know. */
  public record Credentials(String clientId, String clientSecret, String refreshToken) {
    @Override
    public String toString() {
      return "Credentials[clientId=%s]".formatted(clientId);
    }
  }

  MarketTokens(Credentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  Reply answer(Call call) {
    var form = Call.pairs(new String(call.body(), StandardCharsets.UTF_8));
    if (!call.method().equals("POST")) {
      return error(405, "invalid_request", "The request must be a POST.");
    }
    if (!same(form.get("client_id"), credentials.clientId())
        || !same(form.get("client_secret"), credentials.clientSecret())) {
      return error(401, "invalid_client", "Client authentication failed");
    }
    if (!"refresh_token".equals(form.get("grant_type"))) {
      return error(
          400,
          "unsupported_grant_type",
          "The authorization grant type is not supported by the authorization server");
    }
    if (!same(form.get("refresh_token"), credentials.refreshToken())) {
      return error(
          400, "invalid_grant", "The request has an invalid grant parameter : refresh_token");
    }
    var token = "Atza|" + UUID.randomUUID();
    ends.values().removeIf(end -> end.isBefore(clock.instant()));
    ends.put(token, clock.instant().plus(LIFE));
    return Reply.json(
        200,
        Map.of(
            "access_token",
            token,
            "refresh_token",
            credentials.refreshToken(),
            "token_type",
            "bearer",
            "expires_in",
            LIFE.toSeconds()));
  }

  /** Whether a token is one of ours and still good. */
  boolean knows(@Nullable String token) {
    var end = token == null ? null : ends.get(token);
    return end != null && end.isAfter(clock.instant());
  }

  private static boolean same(@Nullable String given, String wanted) {
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
  }

  private static Reply error(int status, String code, String message) {
    return Reply.json(status, Map.of("error", code, "error_description", message));
  }
}
