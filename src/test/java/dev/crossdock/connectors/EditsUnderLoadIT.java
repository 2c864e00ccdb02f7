package dev.crossdock.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.WholeHub;
import dev.crossdock.edge.SignedPost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shipped files, edited well and badly while fifty webhooks a second come in. */
class EditsUnderLoadIT {
  private static final Path HOUSE = copied();

  @RegisterExtension
  static final WholeHub HUB =
      new WholeHub(
          "hub.routes-dir=" + HOUSE.resolve("routes"),
          "hub.connectors-dir=" + HOUSE.resolve("connectors"),
          "hub.mappings-dir=" + HOUSE.resolve("mappings"),
          "hub.channels-dir=" + HOUSE.resolve("config/channels"));

  private static final String INTAKE = "routes/orders/orders-intake-shopify.camel.yaml";
  private static final long FIRST_ORDER = 7_000_000_000_000_000_001L;

  /** A file, what is right in it, and what somebody makes of it. */
  private record Edit(String file, String right, String wrong) {}

  private static final List<Edit> BAD_EDITS =
      List.of(
          new Edit(INTAKE, "ref: orders", "ref: odrers"),
          new Edit(INTAKE, "- bean:", "- baen:"),
          new Edit(
              "routes/policy/park-or-retry.camel.yaml",
              "java.lang.Throwable",
              "java.lang.Throwabel"),
          new Edit(
              "connectors/shopify/shopify-graphql-sink.kamelet.yaml",
              "connectTimeout: 2000",
              "connectTimeout: soon"),
          new Edit("connectors/shopify/manifest.yaml", "batch: 250", "batch: many"),
          new Edit("config/channels/shop.yaml", "zone: Europe/London", "zone: Europe/Lodnon"),
          new Edit(
              "mappings/orders/shopify-order-to-order.jslt",
              "id(.id),\n  \"name\"",
              "ide(.id),\n  \"name\""));

  @Test
  void losesNoWebhookAndNamesFileAndLineWhateverIsEdited() {
    know();
    var answered = new AtomicInteger();
    var refused = new AtomicInteger();
    var posting = Executors.newScheduledThreadPool(4);
    var task =
        posting.scheduleAtFixedRate(() -> post(answered, refused), 0, 20, TimeUnit.MILLISECONDS);

    for (var edit : BAD_EDITS) {
      breaksAndMends(edit);
    }
    replacesABusyRoute();

    task.cancel(false);
    posting.shutdown();
    await().until(posting::isTerminated);
    assertThat(refused).hasValue(0);
    assertThat(answered).hasValueGreaterThan(100);
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(applied()).isEqualTo(answered.get()));
    assertThat(movements()).isEqualTo(answered.get());
  }

  private static void breaksAndMends(Edit edit) {
    var file = HOUSE.resolve(edit.file());
    var text = text(file);
    var broken = text.replaceFirst(Pattern.quote(edit.right()), edit.wrong());
    assertThat(broken).as(edit.toString()).isNotEqualTo(text);
    write(file, broken);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              var problems = HUB.get(LiveFiles.class).problems();
              assertThat(problems).as(edit.toString()).isNotEmpty();
              assertThat(problems.get(0).file()).endsWith(edit.file());
              assertThat(problems.get(0).line())
                  .as(problems.get(0).toString())
                  .isBetween(firstDifference(text, broken), firstDifference(text, broken) + 1);
            });
    write(file, text);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(HUB.get(LiveFiles.class).problems()).isEmpty());
  }

  private static void replacesABusyRoute() {
    var camel = HUB.get(CamelContext.class);
    var before = camel.getRoute("orders-intake-shopify.shop");
    var file = HOUSE.resolve(INTAKE);
    write(file, "# Edited while it was busy.\n" + text(file));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(camel.getRoute("orders-intake-shopify.shop"))
                    .isNotNull()
                    .isNotSameAs(before));
  }

  private static void know() {
    HUB.know("TEE-RED-M", "shop", "sku", "TEE-RED-M");
    HUB.know("TEE-RED-M", "shop", "variant", "41");
  }

  private static void post(AtomicInteger answered, AtomicInteger refused) {
    var id = FIRST_ORDER + answered.get() + refused.get();
    try {
      var status =
          new SignedPost(HUB.edge(), "shop", "orders/create", order(id), WholeHub.WEBHOOK_SECRET)
              .with("X-Shopify-Webhook-Id", "edit-" + id)
              .status();
      (status == 200 ? answered : refused).incrementAndGet();
    } catch (IOException e) {
      refused.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] order(long id) {
    return """
        {"id":%d,"name":"#%d","created_at":"2026-06-01T09:30:00+01:00","updated_at":"2026-06-01T09:30:00+01:00",
         "cancelled_at":null,"currency":"GBP","total_price":"19.00","total_tax":"0.00","taxes_included":true,"line_items":[{"id":9%d,"sku":"TEE-RED-M","variant_id":41,"variant_inventory_management":"shopify","requires_shipping":true,"gift_card":false,"title":"Tee","price":"19.00","quantity":1}],
         "fulfillments":[],"refunds":[]}"""
        .formatted(id, id, id)
        .getBytes(UTF_8);
  }

  private static int applied() {
    return count(
        "select count(*) from delivery_inbox where channel = 'shop' and state = 'applied'");
  }

  private static int movements() {
    return count("select count(*) from inventory_movements where key like 'shop/order/7%'");
  }

  private static int count(String sql) {
    Integer count = HUB.sql().queryForObject(sql, Integer.class);
    return count == null ? 0 : count;
  }

  private static int firstDifference(String a, String b) {
    var left = a.lines().toList();
    var right = b.lines().toList();
    return 1
        + IntStream.range(0, Math.min(left.size(), right.size()))
            .filter(n -> !left.get(n).equals(right.get(n)))
            .findFirst()
            .orElse(0);
  }

  private static Path copied() {
    try {
      var house = Files.createTempDirectory("crossdock-house");
      for (var folder : List.of("routes", "connectors", "mappings", "config/channels")) {
        copy(Path.of(folder), house.resolve(folder));
      }
      return house;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
