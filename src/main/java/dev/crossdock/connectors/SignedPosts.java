package dev.crossdock.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Signs what the hub itself posts to others, as Standard Webhooks 1.0 says. */
public final class SignedPosts {
  private SignedPosts() {}

  /**
   * What the header {@code webhook-signature} says.
   *
   * @param secret {@code whsec_} and then Base64 of 24 to 64 bytes
   * @param id what the header {@code webhook-id} says; the same when the same is posted again
   * @param at the second that the header {@code webhook-timestamp} says
   * @return empty when nothing may be signed with that secret
   */
  public static Optional<String> signature(byte[] secret, String id, Instant at, byte[] body) {
    var signed = "%s.%d.".formatted(id, at.getEpochSecond()).getBytes(UTF_8);
    return StandardWebhooks.key(secret)
        .map(key -> HmacSha256.of(key, signed, body))
        .map(made -> StandardWebhooks.VERSION + Base64.getEncoder().encodeToString(made));
  }
}
