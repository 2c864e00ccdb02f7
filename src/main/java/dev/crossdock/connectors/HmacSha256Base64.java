package dev.crossdock.connectors;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** Base64 of HMAC-SHA256 over the raw body. */
@Component
final class HmacSha256Base64 implements SignatureScheme {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LENGTH = 44;

  @Override
  public String name() {
    return "hmac-sha256-base64";
  }

  @Override
  public boolean matches(String signature, byte[] body, byte[] secret) {
    var made = hmac(body, secret);
    return MessageDigest.isEqual(made, decoded(signature));
  }

  private static byte[] hmac(byte[] body, byte[] secret) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
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
