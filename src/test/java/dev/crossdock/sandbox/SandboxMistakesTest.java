package dev.crossdock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.sandbox.world.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxMistakesTest {
  private static final String SHOP_PLACE = "655441491";

  private SandboxFixture fixture;
  private String token = "";

  @BeforeEach
  void start() {
    fixture = new SandboxFixture();
    token =
        fixture
            .call(
                "POST",
                "/amazon/auth/o2/token",
                "grant_type=refresh_token&client_id=client&client_secret=client-secret&refresh_token=Atzr%7Crefresh",
                "Content-Type",
                "application/x-www-form-urlencoded")
            .json()
            .path("access_token")
            .asText();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private Item item(int rank) {
    return fixture.sandbox().world().catalogue().items().get(rank);
  }

  private int held(String channel, String sku, String slot) {
    return StreamSupport.stream(fixture.control("GET", "storage", null).spliterator(), false)
        .filter(row -> row.path("channel").asText().equals(channel))
        .filter(row -> row.path("sku").asText().equals(sku))
        .filter(row -> row.path("slot").asText().equals(slot))
        .findFirst()
        .orElseThrow()
        .path("quantity")
        .asInt();
  }

  private int shopSays(Item item) {
    return fixture
        .graphql(
            "query($id: ID!, $at: ID!) { inventoryItem(id: $id) { inventoryLevel(locationId: $at)"
                + " { quantities(names: [\"available\"]) { quantity } } } }",
            Map.of(
                "id", "gid://shopify/InventoryItem/" + item.inventoryItemId(),
                "at", "gid://shopify/Location/" + SHOP_PLACE))
        .json()
        .at("/data/inventoryItem/inventoryLevel/quantities/0/quantity")
        .asInt(-1);
  }

  private JsonNode listings(String more) {
    return fixture
        .call(
            "GET",
            "/amazon/listings/2021-08-01/items/SELLER?marketplaceIds=A1F83G8C2ARO7P&pageSize=20"
                + "&includedData=summaries,fulfillmentAvailability"
                + more,
            null,
            "x-amz-access-token",
            token)
        .json();
  }

  private int marketSays(Item item) {
    return listings("&identifiersType=SKU&identifiers=" + item.sku())
        .at("/items/0/fulfillmentAvailability/0/quantity")
        .asInt(-1);
  }

  @Test
  void saysThatThereIsNothingAndKeepsWhatThereIs() {
    var item = item(3);
    fixture.control("POST", "edit", Map.of("channel", "shop", "sku", item.sku(), "quantity", 37));
    fixture.control("POST", "edit", Map.of("channel", "market", "sku", item.sku(), "quantity", 37));

    fixture.control("PUT", "says/shop", Map.of("kind", "zero"));
    fixture.control("PUT", "says/market", Map.of("kind", "rounded", "to", 10));

    assertThat(shopSays(item)).isZero();
    assertThat(marketSays(item)).isEqualTo(30);
    assertThat(held("shop", item.sku(), SHOP_PLACE)).isEqualTo(37);
    assertThat(held("market", item.sku(), "MFN")).isEqualTo(37);

    fixture.control("PUT", "says/shop", Map.of());

    assertThat(shopSays(item)).isEqualTo(37);
    assertThat(fixture.control("GET", "says", null).has("shop")).isFalse();
  }

  @Test
  void losesEverythingForGoodWhenSomebodyReallySetsItToZero() {
    var item = item(3);
    fixture.control("POST", "edit", Map.of("channel", "market", "sku", item.sku(), "quantity", 37));

    var answer = fixture.control("POST", "mistake", Map.of("channel", "market", "kind", "zero"));

    assertThat(answer.path("changed").asInt()).isPositive();
    assertThat(marketSays(item)).isZero();
    assertThat(held("market", item.sku(), "MFN")).isZero();
  }

  @Test
  void refusesMistakesThatNobodyCanMake() {
    assertThat(error("PUT", "says/shop", Map.of("kind", "swapped"))).contains("knows one place");
    assertThat(error("PUT", "says/erp", Map.of("kind", "zero"))).contains("only shop, market and");
    assertThat(error("PUT", "says/shop", Map.of("kind", "odd"))).contains("'odd' is no slip");
    assertThat(error("PUT", "says/shop", Map.of("kind", "rounded", "to", 0))).contains("1 or more");
    assertThat(error("POST", "mistake", Map.of("channel", "tills", "kind", "zero")))
        .contains("only shop, market and erp");
    assertThat(error("POST", "silence", Map.of())).contains("'seconds' must be");
  }

  private String error(String method, String path, Object body) {
    return fixture.control(method, path, body).path("error").asText();
  }

  @Test
  void mixesUpTheWarehouseAndAStoreInTheBooksOfTheErp() {
    var sku = item(5).sku();
    fixture.control(
        "POST", "edit", Map.of("channel", "erp", "sku", sku, "slot", "DC1", "quantity", 41));
    fixture.control(
        "POST", "edit", Map.of("channel", "erp", "sku", sku, "slot", "S017", "quantity", 6));

    fixture.control("POST", "mistake", Map.of("channel", "erp", "kind", "swapped"));

    assertThat(held("erp", sku, "DC1")).isEqualTo(6);
    assertThat(held("erp", sku, "S017")).isEqualTo(41);
  }

  @Test
  void printsTheStockOfOneStoreAsThatOfTheOther() throws IOException {
    var right = printed();

    fixture.control("PUT", "says/tills", Map.of("kind", "swapped"));

    var swapped = printed();
    assertThat(swapped).isNotEqualTo(right);
    assertThat(of(swapped, "17")).isEqualTo(of(right, "23"));
    assertThat(of(swapped, "23")).isEqualTo(of(right, "17"));
  }

  private List<String> printed() throws IOException {
    var file = fixture.control("POST", "stock-file", null).path("file").asText();
    try (var files = Files.walk(fixture.folder)) {
      var found = files.filter(path -> path.endsWith(file) || path.toString().endsWith(file));
      return Files.readAllLines(found.findFirst().orElseThrow());
    }
  }

  /** Its lines, without its number. */
  private static List<String> of(List<String> lines, String store) {
    return lines.stream()
        .filter(line -> line.startsWith(store + ","))
        .map(line -> line.substring(store.length()))
        .toList();
  }

  @Test
  void postsNothingOfANumberThatWasChangedBehindTheShopsBack() {
    var told = item(7);
    var untold = item(8);

    fixture.control(
        "POST",
        "edit",
        Map.of("channel", "shop", "sku", untold.sku(), "quantity", 5, "webhook", false));
    fixture.control("POST", "edit", Map.of("channel", "shop", "sku", told.sku(), "quantity", 5));

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !fixture.heard("inventory_levels/update").isEmpty());
    assertThat(fixture.heard("inventory_levels/update"))
        .allMatch(call -> text(call.body()).contains(Long.toString(told.inventoryItemId())));
    assertThat(held("shop", untold.sku(), SHOP_PLACE)).isEqualTo(5);
  }

  private static String text(byte[] body) {
    return new String(body, java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void postsNothingForASpanAndNeverMakesUpForIt() {
    fixture.control("POST", "silence", Map.of("seconds", 600));
    fixture.control("POST", "edit", Map.of("channel", "shop", "sku", item(7).sku(), "quantity", 5));
    fixture.control("POST", "silence", Map.of("seconds", 0));

    var heard = item(9);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              fixture.control(
                  "POST", "edit", Map.of("channel", "shop", "sku", heard.sku(), "quantity", 6));
              return !fixture.heard("inventory_levels/update").isEmpty();
            });
    assertThat(fixture.control("GET", "status", null).path("untoldFacts").asInt()).isZero();
  }

  @Test
  void shiftsItsPagesWhileTheyAreRead() {
    fixture.control("PUT", "faults/market", Map.of("shiftPerPage", 3));
    var twice = read();
    fixture.control("PUT", "faults/market", Map.of());
    page("");
    fixture.control("PUT", "faults/market", Map.of("shiftPerPage", -3));
    var never = read();
    fixture.control("PUT", "faults/market", Map.of());
    page("");
    var steady = read();

    assertThat(new HashSet<>(twice)).hasSizeLessThan(twice.size());
    assertThat(new HashSet<>(never)).hasSize(never.size()).hasSizeLessThan(200);
    assertThat(new HashSet<>(steady)).hasSize(200).hasSize(steady.size());
  }

  /** Every SKU that a reader sees, page by page. */
  private List<String> read() {
    var seen = new ArrayList<String>();
    var next = "";
    do {
      var page = page(next);
      page.path("items").forEach(item -> seen.add(item.path("sku").asText()));
      next = page.at("/pagination/nextToken").asText("");
    } while (!next.isEmpty());
    return seen;
  }

  /** There are only so many calls a second. */
  private JsonNode page(String token) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> listings(token.isEmpty() ? "" : "&pageToken=" + token),
            page -> page.has("items"));
  }
}
