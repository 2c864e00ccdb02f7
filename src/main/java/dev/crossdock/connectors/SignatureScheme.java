package dev.crossdock.connectors;

/** One way in which webhooks prove where they come from; a manifest names it. */
public interface SignatureScheme {

  /** As manifests call it, for example {@code hmac-sha256-base64}. */
  String name();

  /**
   * Whether the signature was made over exactly these bytes with this secret; compared in a time
   * that does not depend on where two values differ (rule R24).
   */
  boolean matches(String signature, byte[] body, byte[] secret);
}
