package dev.crossdock.connectors;

import java.util.Optional;

/** One way in which webhooks prove where they come from; a manifest names it. */
public interface SignatureScheme {

  /** As manifests call it, for example {@code hmac-sha256-base64}. */
  String name();

  /**
   * Whether this webhook was signed with this secret; compared in a time that does not depend on
   * where two values differ (rule R24).
   *
   * @param body the raw bytes, before anything has read them
   */
  boolean matches(SignedWebhook webhook, byte[] body, byte[] secret);

  /**
   * Why it cannot work with this header and secret, as the end of a sentence about the secret;
   * empty when it can.
   */
  default Optional<String> objectionTo(String signedIn, byte[] secret) {
    return Optional.empty();
  }

  /** Whether the address is signed too, so that the channel must say what that is. */
  default boolean signsTheAddress() {
    return false;
  }
}
