package dev.crossdock.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Standard Webhooks 1.0, symmetric: id, time and raw body are signed, and a signature is believed
 * for five minutes around its time.
 *
 * <p>The three headers share their beginning, which is the standard's {@code webhook-} or a
 * sender's own; the manifest names the one that ends in {@code -signature}.
 */
@Component
final class StandardWebhooks implements SignatureScheme {
  private static final String SIGNATURE = "-signature";
  static final String VERSION = "v1,";
  private static final String SYMMETRIC = "whsec_";
  private static final String ASYMMETRIC = "whpk_";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  @Override
  public String name() {
    return "standard-webhooks";
  }

  @Override
  public boolean matches(SignedWebhook webhook, byte[] body, byte[] secret) {
    return key(secret).filter(key -> isSignedWith(key, webhook, body)).isPresent();
  }

  @Override
  public Optional<String> objectionTo(String signedIn, byte[] secret) {
    if (!signedIn.toLowerCase(Locale.ROOT).endsWith(SIGNATURE)) {
      return Optional.of(
          "is used with the header '%s', but this scheme's ends in %s"
              .formatted(signedIn, SIGNATURE));
    }
    if (new String(secret, UTF_8).startsWith(ASYMMETRIC)) {
      return Optional.of(
          "is a public key (whpk_), and the hub verifies shared secrets (whsec_) only");
    }
    return key(secret).isPresent()
        ? Optional.empty()
        : Optional.of("is not whsec_ and then Base64 of 24 to 64 bytes");
  }

  private static boolean isSignedWith(byte[] key, SignedWebhook webhook, byte[] body) {
    var id = webhook.value(beside(webhook.signedIn(), "-id"));
    var time = webhook.value(beside(webhook.signedIn(), "-timestamp"));
    var made = HmacSha256.of(key, (id + "." + time + ".").getBytes(UTF_8), body);
    var genuine = false;
    for (var signature : webhook.signature().split(" ", -1)) {
      genuine |=
          signature.startsWith(VERSION)
              && HmacSha256.isBase64Of(made, signature.substring(VERSION.length()));
    }
    return genuine && isUnambiguous(id) && isNow(time, webhook.heardAt());
  }

  /** A dot in the id would let one signature stand for another id, time and body. */
  private static boolean isUnambiguous(String id) {
    return !id.isEmpty() && id.indexOf('.') < 0;
  }

  private static boolean isNow(String time, Instant heardAt) {
    return SECONDS.matcher(time).matches()
        && Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), heardAt)
                .abs()
                .compareTo(TOLERANCE)
            <= 0;
  }

  private static String beside(String signedIn, String ending) {
    return signedIn.substring(0, Math.max(0, signedIn.length() - SIGNATURE.length())) + ending;
  }

  /** What a secret's text stands for; empty when nothing may be signed with it. */
  static Optional<byte[]> key(byte[] secret) {
    var text = new String(secret, UTF_8);
    var encoded = text.startsWith(SYMMETRIC) ? text.substring(SYMMETRIC.length()) : text;
    try {
      return Optional.of(Base64.getDecoder().decode(encoded))
          .filter(key -> key.length >= SHORTEST && key.length <= LONGEST);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
