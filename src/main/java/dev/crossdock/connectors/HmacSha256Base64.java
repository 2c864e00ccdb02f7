package dev.crossdock.connectors;

import org.springframework.stereotype.Component;

/** Base64 of HMAC-SHA256 over the raw body. */
@Component
final class HmacSha256Base64 implements SignatureScheme {

  @Override
  public String name() {
    return "hmac-sha256-base64";
  }

  @Override
  public boolean matches(SignedWebhook webhook, byte[] body, byte[] secret) {
    var made = HmacSha256.of(secret, body);
    return HmacSha256.isBase64Of(made, webhook.signature());
  }
}
