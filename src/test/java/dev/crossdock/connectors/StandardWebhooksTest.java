package dev.crossdock.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on a sender that keeps to Standard Webhooks. */
class StandardWebhooksTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final byte[] BODY = "{\"type\":\"order.paid\"}".getBytes(UTF_8);
  private static final String KEY = "whsec_" + base64(new byte[32]);
  private static final String OLDER =
      "whsec_" + base64("an older key of more than 24 bytes".getBytes(UTF_8));

  Path root = Path.of("");
  Map<String, String> headers = new HashMap<>();

  @BeforeEach
  void sign(@TempDir Path folder) {
    root = folder;
    sign(KEY, "msg_1", NOW.getEpochSecond() + "");
  }

  @Test
  void believesASignatureForFiveMinutesEitherWay() {
    for (var seconds : new int[] {0, -300, 300}) {
      sign(KEY, "msg_1", NOW.getEpochSecond() + seconds + "");
      assertThat(isBelieved(BODY)).as("%d s", seconds).isTrue();
    }
    for (var seconds : new int[] {-301, 301, -360, 360}) {
      sign(KEY, "msg_1", NOW.getEpochSecond() + seconds + "");
      assertThat(isBelieved(BODY)).as("%d s", seconds).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "soon",
        "-1",
        "+1780315200",
        "1780315200.0",
        "1780315200 ",
        "1780315200000",
        "99999999999999999999",
        "٣"
      })
  void refusesATimeThatIsNone(String time) {
    sign(KEY, "msg_1", time);

    assertThat(isBelieved(BODY)).isFalse();
  }

  @Test
  void refusesAnIdThatCouldStandForAnother() {
    sign(KEY, "msg.1", NOW.getEpochSecond() + "");
    assertThat(isBelieved(BODY)).isFalse();

    sign(KEY, "", NOW.getEpochSecond() + "");
    assertThat(isBelieved(BODY)).isFalse();
  }

  @Test
  void refusesWhatOneSignatureWasNotMadeFor() {
    assertThat(isBelieved((new String(BODY, UTF_8) + "\n").getBytes(UTF_8))).isFalse();
    with("webhook-id", "msg_2", () -> assertThat(isBelieved(BODY)).isFalse());
    with(
        "webhook-timestamp",
        NOW.getEpochSecond() + 1 + "",
        () -> assertThat(isBelieved(BODY)).isFalse());
    for (var name : headers.keySet().toArray(String[]::new)) {
      with(name, null, () -> assertThat(isBelieved(BODY)).as("without %s", name).isFalse());
    }
    assertThat(isBelieved(BODY)).isTrue();
  }

  @Test
  void believesBothSecretsDuringARotationAndTheOldOneNotAfterwards() {
    sign(OLDER, "msg_1", NOW.getEpochSecond() + "");

    assertThat(isBelieved(BODY, "[ \"${secret:new}\", \"${secret:older}\" ]")).isTrue();
    assertThat(isBelieved(BODY, "[ \"${secret:new}\" ]")).isFalse();
  }

  @Test
  void readsASendersOwnNamesOfTheThreeHeaders() {
    var own = new HashMap<String, String>();
    headers.forEach((name, value) -> own.put(name.replace("webhook-", "svix-"), value));
    var webhook = new SignedWebhook("", own::get, "svix-signature", NOW);

    assertThat(new StandardWebhooks().matches(webhook, BODY, KEY.getBytes(UTF_8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"whsec_", "whsec_c2hvcnQ=", "whsec_not base64", "a-secret"})
  void refusesASecretThatNobodyCanSignWith(String secret) {
    assertThatThrownBy(() -> channels("[ \"${secret:new}\" ]", secret))
        .hasMessageContaining("CON-014")
        .hasMessageContaining("whsec_ and then Base64 of 24 to 64 bytes")
        .hasMessageNotContaining("c2hvcnQ");
  }

  @Test
  void refusesAPublicKeyInPlainWords() {
    assertThatThrownBy(() -> channels("[ \"${secret:new}\" ]", "whpk_" + base64(new byte[32])))
        .hasMessageContaining("CON-014")
        .hasMessageContaining("public key");
  }

  @Test
  void refusesAHeaderThatHasNoOthersBesideIt() {
    assertThat(new StandardWebhooks().objectionTo("X-Sign", KEY.getBytes(UTF_8)))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("ends in -signature"));
  }

  private void sign(String secret, String id, String time) {
    headers.clear();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", time);
    headers.put("webhook-signature", "v1," + base64(hmac(secret, id + "." + time + ".")));
  }

  private boolean isBelieved(byte[] body) {
    return isBelieved(body, "[ \"${secret:new}\" ]");
  }

  private boolean isBelieved(byte[] body, String secrets) {
    var channels = channels(secrets, KEY);
    var signatures = new Signatures(channels, Clock.fixed(NOW, ZoneOffset.UTC), Folders.SCHEMES);
    return signatures.verify(channels.find("shop").orElseThrow(), "", headers::get, body);
  }

  private Channels channels(String references, String secret) {
    return new Folders(root)
        .secrets(Map.of("shop-access-token", "a-token", "new", secret, "older", OLDER))
        .write(
            "connectors/corner/manifest.yaml",
            Folders.MANIFEST
                .replace("hmac-sha256-base64", "standard-webhooks")
                .replace("X-Corner-Hmac", "webhook-signature"))
        .write(
            "config/channels/shop.yaml",
            Folders.CHANNEL.replace("[ \"${secret:shop-webhook}\" ]", references))
        .channels();
  }

  private void with(String name, @Nullable String value, Runnable then) {
    var before = Map.copyOf(headers);
    headers.remove(name);
    if (value != null) {
      headers.put(name, value);
    }
    then.run();
    headers.clear();
    headers.putAll(before);
  }

  private static byte[] hmac(String secret, String before) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      var key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(before.getBytes(UTF_8));
      return mac.doFinal(BODY);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
