package dev.crossdock.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The vendors' own examples: the ones that Square's published libraries are tested with, and the
 * one that the reference libraries of Standard Webhooks share. None was made by our own code.
 */
class PublishedSignaturesTest {
  private static final byte[] STANDARD_KEY =
      "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".getBytes(UTF_8);
  private static final byte[] STANDARD_BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
  private static final Instant STANDARD_TIME = Instant.ofEpochSecond(1614265330);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          https://webhook.site/679a4f3a-dcfa-49ee-bac5-9d0edad886b9 | Ibxx_5AKakO-3qeNVR61Dw | GF4YkrJgGBDZ9NIYbNXBnMzqb2HoL4RW/S6vkZ9/2N4= | {"merchant_id":"MLEFBHHSJGVHD","type":"webhooks.test_notification","event_id":"ac3ac95b-f97d-458c-a6e6-18981597e05f","created_at":"2022-07-13T20:30:59.037339943Z","data":{"type":"webhooks","id":"bc368e64-01aa-407e-b46e-3231809b1129"}}
          https://webhook.site/webhooks | signature-key | Cxt7+aTi4rKgcA0bC4g9EHdVtLSDWdqccmL5MvihU4U= | {"data":{"type":"webhooks","id":">id<"}}
          """)
  void believesWhatSquareSignsOverAddressAndBody(
      String address, String key, String signature, String body) {
    var scheme = new HmacSha256Base64UrlBody();
    var posted = webhook(address, Map.of("x-signature", signature), "x-signature");
    var bytes = body.getBytes(UTF_8);
    var secret = key.getBytes(UTF_8);

    assertThat(scheme.matches(posted, bytes, secret)).isTrue();
    assertThat(scheme.matches(to(posted, address + "/"), bytes, secret)).isFalse();
    assertThat(scheme.matches(to(posted, ""), bytes, secret)).isFalse();
  }

  @Test
  void believesWhatStandardWebhooksSigns() {
    var posted = standard("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    assertThat(new StandardWebhooks().matches(posted, STANDARD_BODY, STANDARD_KEY)).isTrue();
  }

  @Test
  void believesOneOfSeveralSignaturesAndNoOtherVersion() {
    var scheme = new StandardWebhooks();
    var genuine = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    assertThat(
            scheme.matches(
                standard("v1,bm9ldHU= " + genuine + " v2,bm9ldHU="), STANDARD_BODY, STANDARD_KEY))
        .isTrue();
    assertThat(scheme.matches(standard(genuine.replace("v1,", "v2,")), STANDARD_BODY, STANDARD_KEY))
        .isFalse();
    assertThat(
            scheme.matches(standard(genuine.replace("v1,", "v1a,")), STANDARD_BODY, STANDARD_KEY))
        .isFalse();
    assertThat(scheme.matches(standard(genuine.replace("v1,", "")), STANDARD_BODY, STANDARD_KEY))
        .isFalse();
    assertThat(scheme.matches(standard(genuine.replace(",", ", ")), STANDARD_BODY, STANDARD_KEY))
        .isFalse();
  }

  private static SignedWebhook standard(String signature) {
    return webhook(
        "",
        Map.of(
            "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp", "1614265330",
            "webhook-signature", signature),
        "webhook-signature");
  }

  private static SignedWebhook webhook(
      String address, Map<String, String> headers, String signedIn) {
    return new SignedWebhook(address, headers::get, signedIn, STANDARD_TIME);
  }

  private static SignedWebhook to(SignedWebhook webhook, String address) {
    return new SignedWebhook(address, webhook.header(), webhook.signedIn(), webhook.heardAt());
  }
}
