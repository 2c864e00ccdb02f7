package dev.crossdock.console.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.WholeHub;
import dev.crossdock.console.journey.Journey.Kind;
import dev.crossdock.console.journey.Journey.Step;
import dev.crossdock.edge.SignedPost;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One order, one receipt and one SKU, found over all systems by whatever name somebody has. */
class JourneyIT {
  @RegisterExtension static final WholeHub HUB = new WholeHub();

  @BeforeAll
  static void tradeALittle() throws Exception {
    HUB.know("TEE-RED-M", "shop", "variant", "41");
    HUB.know("TEE-RED-M", "market", "sku", "TEE-RED-M");
    HUB.know("TEE-RED-M", "erp", "barcode", "5012345678900");
    for (var location : List.of("dc", "leeds")) {
      HUB.sql()
          .update(
              "insert into inventory_levels (sku, location, on_hand, version) values ('TEE-RED-M', ?, 100, 1)",
              location);
    }
    order("orders/create", "wh-1", "null");
    awaitQuiet();
    order("orders/create", "wh-2", "null");
    awaitQuiet();
    order("orders/cancelled", "wh-3", "\"2026-06-01T10:30:00+01:00\"");
    var store = Files.createDirectories(HUB.data().resolve("drops").resolve("17"));
    var draft =
        Files.writeString(
            store.resolve("sales.tmp"),
            """
            store,till,business_day,sequence,line,type,barcode,quantity,unit_price,currency,sold_at
            17,3,2026-06-01,417,1,SALE,5012345678900,2,19.00,GBP,2026-06-01 09:30:00.250
            17,3,2026-06-01,417,2,SALE,unknown,1,19.00,GBP,2026-06-01 09:30:00.250
            """);
    Files.move(draft, store.resolve("sales.csv"));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                HUB.sql()
                    .queryForObject(
                        "select count(*) = 2 from delivery_inbox where channel = 'tills'",
                        Boolean.class));
    awaitQuiet();
  }

  @Test
  void findsTheWholeWayOfAnOrderByAnyOfItsNames() {
    for (var name :
        List.of(
            "#1042",
            "1042",
            "order:1042",
            "5823917449421",
            "wh-2",
            "message:1",
            "gid://shopify/Order/5823917449421")) {
      var journey = find(name);

      assertThat(titles(journey, Kind.heard))
          .as(name)
          .containsExactly("says orders/create", "says orders/create", "says orders/cancelled");
      assertThat(titles(journey, Kind.decided))
          .containsExactly("applied", "duplicate: changes nothing", "applied");
      assertThat(titles(journey, Kind.changed))
          .containsExactly("TEE-RED-M at dc: reservation of 2", "TEE-RED-M at dc: release of 2");
      assertThat(titles(journey, Kind.owed))
          .contains("shop should show 198 of TEE-RED-M", "market should show 198 of TEE-RED-M");
      assertThat(journey.lanes()).extracting(Journey.Lane::id).startsWith("shop", "hub");
    }
  }

  @Test
  void saysOfWhichMessageARepeatIsTheRepeat() {
    var repeat =
        find("#1042").steps().stream()
            .filter(s -> s.title().startsWith("duplicate"))
            .findFirst()
            .orElseThrow();

    assertThat(repeat.why()).isEqualTo("the same, letter for letter, as message 1");
  }

  @Test
  void saysWhatMustStillCome() {
    var expected = find("#1042").steps().stream().filter(Step::expected).toList();

    assertThat(expected)
        .extracting(Step::to)
        .as("nobody is at the other end of these channels")
        .contains("shop", "market");
    assertThat(expected).extracting(Step::title).anyMatch(t -> t.contains("must still"));
  }

  private static List<Step> answered(String channel) {
    return find("#1042").steps().stream()
        .filter(s -> s.kind() == Kind.told && s.to().equals(channel))
        .filter(s -> s.evidence() != null)
        .toList();
  }

  @Test
  void keepsEachCallWhatItSaidAndThatNobodyAnswered() throws Exception {
    await().atMost(Duration.ofSeconds(20)).until(() -> !answered("shop").isEmpty());
    var told = answered("shop").get(0);
    assertThat(told.title()).startsWith("tells it to show ").endsWith(" of TEE-RED-M");
    var evidence = java.util.Objects.requireNonNull(told.evidence());
    var path = "/api/journey/calls/%d?at=%s".formatted(evidence.id(), evidence.at());
    assertThat(get(path, "admin").body())
        .contains("\"hidden\":false", "inventorySetQuantities", "\"status\":0")
        .doesNotContainIgnoringCase("access-token");
    assertThat(get(path, "viewer").body())
        .contains("\"hidden\":true", "\"query\":\"text\"")
        .doesNotContain("inventorySetQuantities(");
    assertThat(get("/api/journey/calls/999999?at=2026-01-01T00:00:00Z", "admin").statusCode())
        .isEqualTo(404);
  }

  @Test
  void showsWhatAChannelSaidToThoseWhoMayReadIt() throws Exception {
    assertThat(get("/api/journey/messages/1", "admin").body())
        .contains("\"#1042\"", "\"canonical\":{\"id\":\"5823917449421\"")
        .containsPattern("\"then\":\"orders/shopify-order-to-order@[0-9a-f]+\"");
    assertThat(
            HUB.sql()
                .queryForList(
                    "select who || ' ' || what from delivery_audit where about = 'message 1'",
                    String.class))
        .containsExactly("admin read");
    assertThat(get("/api/journey/messages/1", "viewer").body())
        .contains("\"name\":\"text\"")
        .doesNotContain("1042");
    assertThat(get("/api/journey/messages/1", "").statusCode()).isEqualTo(401);
  }

  @Test
  void findsAReceiptAndSaysWhyALineOfItIsParked() {
    var journey = find("17/3/2026-06-01/417");

    assertThat(titles(journey, Kind.heard)).containsExactly("says rows", "says rows");
    assertThat(titles(journey, Kind.changed)).containsExactly("TEE-RED-M at leeds: sale of 2");
    var parked =
        journey.steps().stream().filter(s -> s.title().equals("parked")).findFirst().orElseThrow();
    assertThat(parked.why()).contains("unknown");
    assertThat(titles(find("17-3-2026-06-01-417"), Kind.heard)).hasSize(2);
  }

  @Test
  void findsWhatASkuDidAboutATime() {
    var journey = find("TEE-RED-M 2026-06-01 08:30");

    assertThat(titles(journey, Kind.changed))
        .contains("TEE-RED-M at leeds: sale of 2", "TEE-RED-M at dc: reservation of 2");
    assertThat(find("5012345678900 2026-06-01 08:30").steps()).isNotEmpty();
    assertThat(find("TEE-RED-M 2020-01-01 08:30").steps()).isEmpty();
    assertThat(find("TEE-RED-M").steps()).isNotEmpty();
  }

  @Test
  void findsAMessageThatNobodyHasOpenedYet() {
    HUB.sql()
        .update(
            """
            insert into delivery_inbox (channel, topic, intake, shard, order_key, message_id, body, body_hash, observed_at,
                                        next_attempt_at)
            values ('shop', 'orders/create', 'orders-intake-shopify', 0, '777001', 'wh-waiting', '{}', '\\x00',
                    crossdock_now(), crossdock_now() + interval '1 hour')
            """);

    for (var name : List.of("777001", "wh-waiting")) {
      assertThat(find(name).steps().stream().filter(Step::expected).map(Step::title))
          .as(name)
          .singleElement()
          .asString()
          .startsWith("orders/create is in progress");
    }
    HUB.sql()
        .update("update delivery_inbox set state = 'held', held_by = 1 where order_key = '777001'");
    var held =
        HUB.sql()
            .queryForObject("select max(id) from delivery_inbox where state = 'held'", Long.class);
    assertThat(find("message:" + held).steps().stream().filter(Step::expected).map(Step::why))
        .containsExactly("it waits until message 1, an earlier one of its key, is settled");
    HUB.sql().update("delete from delivery_inbox where order_key = '777001'");
  }

  @Test
  void expectsWhatIsToBeReadBackAndTellsWhatWasLostBefore() {
    HUB.know("CUP-LOST", "market", "sku", "CUP-LOST");
    HUB.sql()
        .update(
            """
            insert into delivery_targets (channel, sku, slot, desired, version, owed_at, sent, sent_version, sent_at,
                                          confirmed_version, confirmed_at, seen, lost_writes, read_back_at)
            values ('market', 'CUP-LOST', 'MFN', 90, 2, crossdock_now(), 90, 2, crossdock_now(),
                    2, crossdock_now(), 90, 1, crossdock_now() + interval '1 hour')
            """);
    for (var found : new Integer[] {null, 100}) {
      HUB.sql()
          .update(
              """
              insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at, sent_at, confirmed_at, found)
              select 'market', 'CUP-LOST', 'MFN', v, 90, t, t, t, ?::integer
              from (values (case when ?::integer is null then 1 else 2 end, crossdock_now() - interval '1 minute')) r (v, t)
              """,
              found,
              found);
    }

    var steps = find("sku:CUP-LOST").steps();

    assertThat(steps)
        .extracting(Step::title)
        .contains(
            "market should show 90 of CUP-LOST",
            "shows 100 of CUP-LOST, not what it accepted",
            "market must still show 90 of CUP-LOST");
    assertThat(steps)
        .filteredOn(Step::expected)
        .extracting(Step::at)
        .doesNotContainNull()
        .hasSize(1);
    HUB.sql().update("delete from delivery_targets where sku = 'CUP-LOST'");
  }

  @Test
  void answersPeopleWhoAreInAndNobodyElse() throws Exception {
    var answer = get("/api/journey?id=%231042", "viewer");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"summary\"", "\"lanes\"");
    assertThat(get("/api/journey?id=%231042", "").statusCode()).isEqualTo(401);
    assertThat(get("/api/journey?id=TEE&at=noon", "viewer").statusCode()).isEqualTo(400);
    assertThat(get("/api/journey?id=", "viewer").statusCode()).isEqualTo(400);
    assertThat(get("/api/journey?id=nobody-knows-this", "viewer").body())
        .contains("Nothing is known by that name.");
  }

  private static Journey find(String typed) {
    return HUB.get(Journeys.class).find(Asked.of(typed, null, null));
  }

  private static List<String> titles(Journey journey, Kind kind) {
    return journey.steps().stream().filter(s -> s.kind() == kind).map(Step::title).toList();
  }

  private static java.net.http.HttpResponse<String> get(String path, String user) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(HUB.console() + path));
    if (!user.isEmpty()) {
      var password = Files.readString(HUB.data().resolve("secrets/console-" + user)).strip();
      var basic = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
      request.header("Authorization", "Basic " + basic);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static void order(String topic, String webhook, String cancelledAt) throws Exception {
    var body =
        """
        {"id":5823917449421,"name":"#1042","created_at":"2026-06-01T09:30:00+01:00","updated_at":"2026-06-01T09:30:00+01:00",
         "cancelled_at":%s,"currency":"GBP","total_price":"38.00","total_tax":"0.00","taxes_included":true,"line_items":[{"id":91,"sku":"TEE-RED-M","variant_id":41,"variant_inventory_management":"shopify","requires_shipping":true,"gift_card":false,"title":"Tee","price":"19.00","quantity":2}],
         "fulfillments":[],"refunds":[]}"""
            .formatted(cancelledAt)
            .getBytes(UTF_8);
    var status =
        new SignedPost(HUB.edge(), "shop", topic, body, WholeHub.WEBHOOK_SECRET)
            .with("X-Shopify-Webhook-Id", webhook)
            .status();
    assertThat(status).isEqualTo(200);
  }

  private static void awaitQuiet() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                HUB.sql()
                    .queryForObject(
                        "select count(*) = 0 from delivery_inbox where state in ('received', 'relayed')",
                        Boolean.class));
  }
}
