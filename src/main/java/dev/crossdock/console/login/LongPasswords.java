package dev.crossdock.console.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Compares passwords that are long and random, in constant time.
 *
 * <p>A slow hash protects short passwords that people chose; these are drawn by lot or refused when
 * short, and a script sends one with every request.
 */
final class LongPasswords implements PasswordEncoder {

  @Override
  public String encode(CharSequence password) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var hash = digest.digest(password.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean matches(CharSequence password, String encoded) {
    return MessageDigest.isEqual(
        encode(password).getBytes(StandardCharsets.US_ASCII),
        encoded.getBytes(StandardCharsets.US_ASCII));
  }
}
