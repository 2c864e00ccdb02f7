package dev.crossdock.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Orders of a web shop, each different, as signed requests of about 1.5 kB. */
final class Orders {
  /** How many SKUs there are. */
  static final int SKUS = 1000;

  private static final BigDecimal PRICE = new BigDecimal("28.50");
  private static final BigDecimal SHIPPING = new BigDecimal("3.95");
  private static final long FIRST_ORDER = 5_800_000_000_000L;
  private static final long FIRST_LINE = 14_000_000_000_000L;
  private static final long FIRST_VARIANT = 48_000_000_000_000L;

  private static final String BODY =
      """
      {"id":%d,"admin_graphql_api_id":"gid://order/%1$d","app_id":580111,"confirmed":true,"test":false,\
      "cancel_reason":null,"cancelled_at":null,"closed_at":null,"contact_email":"ada@example.com",\
      "created_at":"2026-06-01T10:15:42+01:00","currency":"GBP","customer_locale":"en-GB","discount_codes":[],\
      "email":"ada@example.com","financial_status":"paid","fulfillment_status":null,"name":"#%d","note":null,\
      "number":%2$d,"order_number":%2$d,"payment_gateway_names":["manual"],\
      "processed_at":"2026-06-01T10:15:41+01:00","source_name":"web","subtotal_price":"%8$s","tags":"",\
      "taxes_included":true,"total_discounts":"0.00","total_line_items_price":"%8$s","total_price":"%9$s",\
      "total_tax":"5.41","total_weight":400,"updated_at":"2026-06-01T10:15:43+01:00",\
      "customer":{"id":7201,"email":"ada@example.com","first_name":"Ada","last_name":"Lovelace","state":"enabled"},\
      "shipping_address":{"name":"Ada Lovelace","address1":"12 St James's Square","city":"London",\
      "zip":"SW1Y 4JH","country":"United Kingdom","country_code":"GB"},\
      "line_items":[{"id":%d,"variant_id":%d,"product_id":8800000001,"sku":"%s","title":"Tee","variant_title":"Red / M",\
      "name":"Tee - Red / M","vendor":"Crossdock Outfitters","quantity":%d,"current_quantity":%6$d,\
      "fulfillable_quantity":%6$d,"fulfillment_status":null,"fulfillment_service":"manual",\
      "variant_inventory_management":"%7$s","requires_shipping":true,"product_exists":true,"gift_card":false,\
      "taxable":true,"grams":400,"price":"28.50","total_discount":"0.00","properties":[],"tax_lines":[]}],\
      "fulfillments":[],"refunds":[],"shipping_lines":[{"id":4401,"code":"Standard","price":"3.95","title":"Standard"}]}""";

  private final WebShop shop;
  private final Mac mac;

  Orders(WebShop shop, String secret) {
    this.shop = shop;
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }

  static String orderKey(long number) {
    return Long.toString(FIRST_ORDER + number);
  }

  static String sku(int number) {
    return "BENCH-%04d".formatted(number);
  }

  static String variant(int number) {
    return Long.toString(FIRST_VARIANT + number);
  }

  /** One order of one line; its SKU is any of them, the same every time. */
  static byte[] body(long number, String managedBy) {
    // a multiplicative step walks through all SKUs in no order
    var sku = (int) Math.floorMod(number * 617, (long) SKUS);
    var quantity = 1 + (int) (number % 3);
    var goods = PRICE.multiply(BigDecimal.valueOf(quantity));
    return BODY.formatted(
            FIRST_ORDER + number,
            number,
            FIRST_LINE + number,
            FIRST_VARIANT + sku,
            sku(sku),
            quantity,
            managedBy,
            goods,
            goods.add(SHIPPING))
        .getBytes(UTF_8);
  }

  /** Some of them, for what does not look inside. */
  static byte[][] bodies(WebShop shop) {
    var bodies = new byte[256][];
    for (int i = 0; i < bodies.length; i++) {
      bodies[i] = body(i, shop.system());
    }
    return bodies;
  }

  String signature(byte[] body) {
    return Base64.getEncoder().encodeToString(mac.doFinal(body));
  }

  /** The whole request, ready to be written. */
  byte[] request(long number) {
    var body = body(number, shop.system());
    var head =
        """
        POST %s HTTP/1.1
        Host: 127.0.0.1
        Content-Type: application/json
        Content-Length: %d
        User-Agent: bench
        %s: %s
        %s: bench-%d
        %s: %s

        """
            .formatted(
                shop.path(),
                body.length,
                shop.topicHeader(),
                shop.topic(),
                shop.idHeader(),
                number,
                shop.signatureHeader(),
                signature(body))
            .replace("\n", "\r\n")
            .getBytes(ISO_8859_1);
    var request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }
}
