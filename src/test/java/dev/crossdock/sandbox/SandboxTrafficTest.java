package dev.crossdock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SandboxTrafficTest {
  private static SandboxFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new SandboxFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void tellsTheHubOfEverythingAndKeepsItsOwnBooksInAgreement() throws Exception {
    fixture.control("POST", "traffic", Map.of("rate", 200));
    await().atMost(Duration.ofSeconds(20)).until(() -> emitted() > 600);
    fixture.control("DELETE", "traffic", null);
    await().atMost(Duration.ofSeconds(10)).until(() -> settled());

    var facts = fixture.control("GET", "facts?after=0", null);
    var keys = new HashSet<String>();
    var levels = new HashMap<String, int[]>();
    for (var fact : facts) {
      assertThat(keys.add(fact.path("key").asText())).isTrue();
      assertThat(fact.path("emittedAt").isTextual()).as(fact.toString()).isTrue();
      book(levels, fact);
    }
    for (var level : fixture.control("GET", "expected", null).path("levels")) {
      var key = level.path("sku").asText() + "@" + level.path("location").asText();
      var mine = levels.getOrDefault(key, new int[2]);
      assertThat(level.path("reserved").asInt()).as(key).isEqualTo(mine[1]).isNotNegative();
      if (!level.path("location").asText().equals("dc")) {
        assertThat(level.path("onHand").asInt()).as(key).isEqualTo(mine[0]).isNotNegative();
      }
    }
    assertThat(fixture.heard("orders/create")).isNotEmpty().allSatisfy(call -> signed(call));
    assertThat(fixture.heard("orders/cancelled")).isNotEmpty();
    assertThat(fixture.heard("orders/fulfilled")).isNotEmpty();
    assertThat(fixture.heard("inventory_levels/update")).isNotEmpty();
    System.out.println(fixture.control("GET", "status", null));
  }

  private static void book(
      Map<String, int[]> levels, com.fasterxml.jackson.databind.JsonNode fact) {
    var level =
        levels.computeIfAbsent(
            fact.path("sku").asText() + "@" + fact.path("location").asText(), key -> new int[2]);
    var quantity = fact.path("quantity").asInt();
    switch (fact.path("kind").asText()) {
      case "reservation" -> level[1] += quantity;
      case "release" -> level[1] -= quantity;
      case "fulfilment" -> {
        level[0] -= quantity;
        level[1] -= quantity;
      }
      case "return" -> level[0] += quantity;
      case "sale" -> level[0] -= quantity;
      case "count" -> level[0] = quantity;
      default -> throw new IllegalStateException(fact.toString());
    }
  }

  private static void signed(dev.crossdock.sandbox.wire.Call call) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              SandboxFixture.SHOP_SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8),
              "HmacSHA256"));
      assertThat(call.header("X-Shopify-Hmac-Sha256"))
          .isEqualTo(Base64.getEncoder().encodeToString(mac.doFinal(call.body())));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long emitted() {
    return fixture.control("GET", "status", null).path("traffic").path("emitted").asLong();
  }

  private static boolean settled() {
    var status = fixture.control("GET", "status", null);
    return status.path("pendingWebhooks").asInt() == 0
        && status.path("pendingReceipts").asInt() == 0;
  }
}
