package dev.crossdock.connectors;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The one place in which a signature is made and compared. */
final class HmacSha256 {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LENGTH = 44;

  private HmacSha256() {}

  /** What the parts, one after the other, are signed with. */
  static byte[] of(byte[] secret, byte[]... parts) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      for (var part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the text is these bytes in Base64, in its one strict spelling. */
  static boolean isBase64Of(byte[] made, String signature) {
    return MessageDigest.isEqual(made, decoded(signature));
  }

  /** The bytes of a strict Base64 text of 32 bytes; empty, which equals nothing, for all else. */
  private static byte[] decoded(String signature) {
    if (signature.length() != LENGTH) {
      return new byte[0];
    }
    try {
      var bytes = Base64.getDecoder().decode(signature);
      // a lenient last character would give one signature several spellings
      return Base64.getEncoder().encodeToString(bytes).equals(signature) ? bytes : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
