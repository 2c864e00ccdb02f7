package dev.crossdock.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.platform.SecretFiles;
import java.nio.ByteBuffer;
import java.security.Key;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The one secret behind all that is sealed, drawn by lot on the first start. It is not in the
 * database: a copy of the database alone can be read by nobody.
 */
@Component
class MasterSecret {
  static final String NAME = "vault";
  static final int SHORTEST = 32;

  private final Key wrapping;
  private final byte[] fingerprints;

  /**
   * Reads it, or draws it by lot.
   *
   * @throws HubException {@code DEL-100} when one was set that is too short to be safe
   */
  MasterSecret(SecretFiles secrets) {
    var secret = secrets.findOrInvent(NAME);
    if (secret.length() < SHORTEST) {
      throw new HubException(
          new Failure.Data(
              "DEL-100",
              "the secret '%s' has %d characters and expected are at least %d; set a longer one, or remove it before the first start and one is drawn by lot."
                  .formatted(NAME, secret.length(), SHORTEST)));
    }
    var bytes = secret.getBytes(UTF_8);
    this.wrapping = AesGcm.key(AesGcm.hmac(bytes, "crossdock day keys".getBytes(UTF_8)));
    this.fingerprints = AesGcm.hmac(bytes, "crossdock fingerprints".getBytes(UTF_8));
  }

  /** A day's key as it is kept; of no use for another day. */
  byte[] wrap(LocalDate day, Key key) {
    return AesGcm.seal(wrapping, bytes(day), key.getEncoded());
  }

  /** A day's key; empty when it was wrapped by another secret. */
  Optional<Key> unwrap(LocalDate day, byte[] wrapped) {
    var prefix = bytes(day);
    var itsDay = java.util.Arrays.equals(prefix, 0, prefix.length, wrapped, 0, prefix.length);
    return itsDay
        ? AesGcm.open(wrapping, prefix.length, wrapped).map(AesGcm::key)
        : Optional.empty();
  }

  byte[] fingerprint(byte[] bytes) {
    return AesGcm.hmac(fingerprints, bytes);
  }

  private static byte[] bytes(LocalDate day) {
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) day.toEpochDay()).array();
  }
}
