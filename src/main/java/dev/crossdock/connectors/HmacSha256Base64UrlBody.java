package dev.crossdock.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.springframework.stereotype.Component;

/**
 * Base64 of HMAC-SHA256 over the address the webhook was posted to and then the raw body; a webhook
 * that is posted to another of our addresses proves nothing.
 */
@Component
final class HmacSha256Base64UrlBody implements SignatureScheme {

  @Override
  public String name() {
    return "hmac-sha256-base64-url-body";
  }

  @Override
  public boolean matches(SignedWebhook webhook, byte[] body, byte[] secret) {
    var made = HmacSha256.of(secret, webhook.address().getBytes(UTF_8), body);
    return HmacSha256.isBase64Of(made, webhook.signature());
  }

  @Override
  public boolean signsTheAddress() {
    return true;
  }
}
