package dev.crossdock.connectors.files;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A value nobody may see: it cannot be printed, logged or written as JSON by accident. */
public final class Secret {
  private final byte[] value;

  public Secret(String value) {
    this.value = value.getBytes(StandardCharsets.UTF_8);
  }

  /** The value, for the one call that needs it. */
  public String reveal() {
    return new String(value, StandardCharsets.UTF_8);
  }

  /** The value as a key is made from it. */
  public byte[] bytes() {
    return value.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(value, secret.value);
  }

  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
