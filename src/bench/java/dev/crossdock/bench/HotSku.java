package dev.crossdock.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Reservations of one unit of the one SKU that everybody wants, as whole requests. */
final class HotSku {
  private static final String BODY =
      "{\"lines\":[{\"sku\":\"%s\",\"location\":\"dc\",\"quantity\":1}]}".formatted(Orders.sku(0));

  private HotSku() {}

  static byte[] request(long number, String token) {
    return """
        POST /api/v1/shop/reservations HTTP/1.1
        Host: 127.0.0.1
        Content-Type: application/json
        Content-Length: %d
        User-Agent: bench
        Authorization: Bearer %s
        Idempotency-Key: bench-%d

        """
        .formatted(BODY.length(), token, number)
        .replace("\n", "\r\n")
        .concat(BODY)
        .getBytes(ISO_8859_1);
  }
}
