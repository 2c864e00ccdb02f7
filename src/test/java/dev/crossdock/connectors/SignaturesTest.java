package dev.crossdock.connectors;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks: only the raw body, signed with our secret, is believed. */
class SignaturesTest {
  private static final byte[] BODY = "{\"id\": 820982911946154508}".getBytes(UTF_8);

  Path root = Path.of("");
  Channels channels;
  Signatures signatures;

  @BeforeEach
  void connect(@TempDir Path folder) {
    root = folder;
    channels = new Folders(root).channels();
    signatures = new Signatures(channels, Clock.systemUTC(), Folders.SCHEMES);
  }

  @Test
  void believesTheRawBodySignedWithOurSecret() {
    assertThat(verify(base64(hmac("a-secret", BODY)), BODY)).isTrue();
  }

  @Test
  void believesBothSecretsDuringARotation() {
    var folders = new Folders(root.resolve("rotating"));
    folders.write(
        "config/channels/shop.yaml",
        Folders.CHANNEL.replace(
            "[ \"${secret:shop-webhook}\" ]",
            "[ \"${secret:shop-webhook}\", \"${secret:older}\" ]"));
    channels = folders.channels();
    signatures = new Signatures(channels, Clock.systemUTC(), Folders.SCHEMES);

    assertThat(verify(base64(hmac("old-secret", BODY)), BODY)).isTrue();
    assertThat(verify(base64(hmac("a-secret", BODY)), BODY)).isTrue();
    assertThat(verify(base64(hmac("retired", BODY)), BODY)).isFalse();
  }

  @Test
  void refusesNoSignature() {
    assertThat(signatures.verify(shop(), "orders/create", name -> null, BODY)).isFalse();
    assertThat(verify("", BODY)).isFalse();
  }

  @Test
  void refusesAnotherSecretsSignature() {
    assertThat(verify(base64(hmac("guess", BODY)), BODY)).isFalse();
  }

  @Test
  void refusesATruncatedSignature() {
    var genuine = base64(hmac("a-secret", BODY));

    assertThat(verify(genuine.substring(0, 43), BODY)).isFalse();
    assertThat(verify(base64(Arrays.copyOf(hmac("a-secret", BODY), 16)), BODY)).isFalse();
  }

  @Test
  void refusesHexWhereBase64IsMeant() {
    assertThat(verify(HexFormat.of().formatHex(hmac("a-secret", BODY)), BODY)).isFalse();
  }

  @Test
  void refusesSpaceAroundASignatureAndOtherSpellingsOfIt() {
    var genuine = base64(hmac("a-secret", BODY));

    assertThat(verify(" " + genuine, BODY)).isFalse();
    assertThat(verify(genuine + "\n", BODY)).isFalse();
    assertThat(verify(genuine + ", " + genuine, BODY)).isFalse();
    assertThat(
            verify(
                Base64.getUrlEncoder().withoutPadding().encodeToString(hmac("a-secret", BODY)),
                BODY))
        .isFalse();
    assertThat(verify(lastBitsFlipped(genuine), BODY)).isFalse();
  }

  @Test
  void refusesABodyChangedByOneByte() {
    var genuine = base64(hmac("a-secret", BODY));
    var changed = BODY.clone();
    changed[8] ^= 1;

    assertThat(verify(genuine, changed)).isFalse();
    assertThat(verify(genuine, (new String(BODY, UTF_8) + "\n").getBytes(UTF_8))).isFalse();
    assertThat(verify(genuine, new String(BODY, UTF_8).getBytes(UTF_16))).isFalse();
    assertThat(verify(genuine, gzip(BODY))).isFalse();
  }

  @Test
  void refusesABodyThatWasReadAndPrintedAgain() {
    var genuine = base64(hmac("a-secret", BODY));
    var reprinted = dev.crossdock.kernel.Json.write(dev.crossdock.kernel.Json.read(BODY));

    assertThat(verify(genuine, reprinted)).isFalse();
  }

  @Test
  void believesNothingFromASystemThatSignsNothing() {
    var folders = new Folders(root.resolve("silent"));
    folders.write(
        "connectors/corner/manifest.yaml", Folders.MANIFEST.replaceAll("(?m)^signature.*\n", ""));
    channels = folders.channels();
    signatures = new Signatures(channels, Clock.systemUTC(), Folders.SCHEMES);

    assertThat(verify(base64(hmac("a-secret", BODY)), BODY)).isFalse();
  }

  @Test
  void comparesDecodedBytesInConstantTimeOnly() throws Exception {
    var source =
        Files.readString(Path.of("src/main/java/dev/crossdock/connectors/HmacSha256.java"));

    assertThat(source).contains("MessageDigest.isEqual(made, decoded(signature))");
    for (var scheme : Folders.SCHEMES) {
      var name = scheme.getClass().getSimpleName();
      assertThat(
              Files.readString(Path.of("src/main/java/dev/crossdock/connectors/" + name + ".java")))
          .contains("HmacSha256.isBase64Of(made, ")
          .doesNotContain("Arrays.equals");
    }
  }

  private boolean verify(String signature, byte[] body) {
    return signatures.verify(
        shop(), "orders/create", Map.of("X-Corner-Hmac", signature)::get, body);
  }

  private Channel shop() {
    return channels.find("shop").orElseThrow();
  }

  /** The same 32 bytes for a lenient decoder, another text for a strict one. */
  private static String lastBitsFlipped(String base64) {
    var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    var last = letters.indexOf(base64.charAt(42));
    return base64.substring(0, 42) + letters.charAt(last ^ 1) + "=";
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] hmac(String secret, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return mac.doFinal(body);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
