package dev.crossdock.delivery;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a random nonce, which stands before what is sealed. */
final class AesGcm {
  static final int KEY_BYTES = 32;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private AesGcm() {}

  static Key newKey() {
    var bytes = new byte[KEY_BYTES];
    RANDOM.nextBytes(bytes);
    return key(bytes);
  }

  static Key key(byte[] bytes) {
    return new SecretKeySpec(bytes, "AES");
  }

  /**
   * Seals a value behind a prefix, which stays readable and which nobody can change unnoticed.
   *
   * <p>96 random bits may be drawn 2^32 times for one key before two are likely to be the same; a
   * day of ten thousand values a second is a fifth of that.
   */
  static byte[] seal(Key key, byte[] prefix, byte[] plain) {
    try {
      var nonce = new byte[NONCE_BYTES];
      RANDOM.nextBytes(nonce);
      var cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, 0);
      cipher.updateAAD(prefix);
      var head = prefix.length + NONCE_BYTES;
      var sealed = Arrays.copyOf(prefix, head + plain.length + TAG_BITS / 8);
      System.arraycopy(nonce, 0, sealed, prefix.length, NONCE_BYTES);
      cipher.doFinal(plain, 0, plain.length, sealed, head);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** What was sealed behind a prefix of that length; empty with another key, or when altered. */
  static Optional<byte[]> open(Key key, int prefix, byte[] sealed) {
    var head = prefix + NONCE_BYTES;
    if (sealed.length < head) {
      return Optional.empty();
    }
    try {
      var cipher = cipher(Cipher.DECRYPT_MODE, key, sealed, prefix);
      cipher.updateAAD(sealed, 0, prefix);
      return Optional.of(cipher.doFinal(sealed, head, sealed.length - head));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  private static Cipher cipher(int mode, Key key, byte[] nonce, int from)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, from, NONCE_BYTES));
    return cipher;
  }

  /** 32 bytes that only who has the key can make from these bytes. */
  static byte[] hmac(byte[] key, byte[] bytes) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
