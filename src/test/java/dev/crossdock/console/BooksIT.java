package dev.crossdock.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.WholeHub;
import dev.crossdock.delivery.Books;
import dev.crossdock.edge.SignedPost;
import dev.crossdock.kernel.Json;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the whole hub did with what it heard, in its books. */
class BooksIT {
  @RegisterExtension static final WholeHub HUB = new WholeHub();

  @Test
  void saysHowEachMessageEndedAndWhichNeverCame() throws Exception {
    for (int number : new int[] {1001, 1002, 1004}) {
      assertThat(post(number)).isEqualTo(200);
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(sum("received")).isEqualTo(3);
              assertThat(sum("parked")).isEqualTo(3);
            });

    assertThat(HUB.get(Books.class).compare(Instant.EPOCH, Instant.now().plusSeconds(60)))
        .isEmpty();
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(json(page().gaps().getBody()).at("/gaps/0/first").asInt())
                    .isEqualTo(1003));
  }

  private static int post(int number) throws Exception {
    var body =
        """
        {"id":%1$d,"name":"#%1$d","created_at":"2026-06-01T09:30:00+01:00","updated_at":"2026-06-01T09:30:00+01:00",
         "cancelled_at":null,"currency":"GBP","total_price":"38.00","total_tax":"0.00","taxes_included":true,"line_items":[{"id":9%1$d,"sku":"NOBODY-KNOWS","variant_id":41,"variant_inventory_management":"shopify","requires_shipping":true,"gift_card":false,"title":"Tee","price":"19.00","quantity":2}],
         "fulfillments":[],"refunds":[]}"""
            .formatted(number)
            .getBytes(UTF_8);
    return new SignedPost(HUB.edge(), "shop", "orders/create", body, WholeHub.WEBHOOK_SECRET)
        .status();
  }

  private static int sum(String account) {
    var sum = 0;
    for (var line : json(page().books(2).getBody()).path("lines")) {
      if (line.path("account").asText().equals(account)) {
        assertThat(line.path("hour").asText()).endsWith(":00:00Z");
        sum += line.path("messages").asInt();
      }
    }
    return sum;
  }

  private static BooksPage page() {
    return HUB.get(BooksPage.class);
  }

  private static JsonNode json(byte @org.jspecify.annotations.Nullable [] body) {
    return Json.read(body == null ? new byte[0] : body);
  }
}
