package dev.crossdock.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import dev.crossdock.platform.TestDatabase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The kamelets of the ERP on its tables, as its stand-in makes them. */
class ErpTablesTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static Wire wire;
  private static JdbcTemplate erp;

  @BeforeAll
  static void open() throws IOException {
    var login = TestDatabase.sandbox();
    var source = new DriverManagerDataSource(login.url(), login.user(), login.password());
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/sandbox")
        .defaultSchema("sandbox")
        .createSchemas(true)
        .load()
        .migrate();
    erp = new JdbcTemplate(source);
    wire = new Wire();
    wire.camel().getRegistry().bind("erp", source);
  }

  @AfterAll
  static void close() {
    wire.close();
  }

  @BeforeEach
  void empty() {
    erp.execute(
        "truncate erp.items, erp.stock, erp.sales_staging, erp.shipments, erp.shipment_lines");
    erp.update(
        "insert into erp.items (sku, ean, description) values ('A', '501', 'Tee'), ('B', '502', 'Cap')");
    erp.update(
        """
        insert into erp.stock (sku, warehouse, quantity, updated_at) values
          ('A', 'DC1', 40, '2026-06-01T09:01:00.123456Z'), ('A', 'S017', 3, '2026-06-01T09:01:00.123456Z'),
          ('B', 'DC1', 7, '2026-06-01T09:02:00Z')
        """);
  }

  @Test
  void readsWhatChangedPageByPageAndNothingTwice() {
    var first = page("{'since': '2026-06-01T09:00:00Z', 'limit': 2}");
    var second =
        page(
            "{'since': '2026-06-01T09:00:00Z', 'page': '%s', 'limit': 2}"
                .formatted(first.path("next").textValue()));

    assertThat(first.path("items").findValuesAsText("orderKey")).containsExactly("A@DC1", "A@S017");
    assertThat(second.path("items").findValuesAsText("orderKey")).containsExactly("B@DC1");
    assertThat(second.has("next")).isFalse();
    assertThat(page("{'since': '2026-06-01T09:01:30Z', 'limit': 2}").path("items")).hasSize(1);
  }

  @Test
  void readsWithALevelWhatItHoldsOfOurBookings() {
    stage(Map.of("t/1", -1, "t/2", -2));
    erp.update(
        "update erp.sales_staging set booked_at = '2026-06-01T09:02:30Z' where reference = 't/1'");

    var row = page("{'since': '2026-06-01T09:00:00Z', 'limit': 250}").at("/items/0/document");
    var level = OurMappings.apply("inventory/erp-stock-to-stock-level", "erp", row).document();

    assertThat(level.path("sku").textValue()).isEqualTo("A");
    assertThat(level.path("booked")).extracting(JsonNode::textValue).containsExactly("t/1");
  }

  @Test
  void readsWithALevelWhatItBookedLongAgoOfWhatIsAskedForByName() {
    stage(Map.of("t/1", -1, "t/2", -2, "t/3", -3));
    erp.update(
        "update erp.sales_staging set booked_at = '2026-05-31T12:00:00Z' where reference <> 't/3'");

    var row =
        page("{'since': '2026-06-01T09:00:00Z', 'limit': 250, 'unbooked': ['t/2', 't/3', 'x/1']}")
            .at("/items/0/document");

    assertThat(row.path("booked").textValue()).isEqualTo("t/2");
  }

  @Test
  void stagesEachReferenceOnceHoweverOftenItIsSent() {
    stage(Map.of("t/1", -1));
    stage(Map.of("t/1", -1, "t/2", -2));

    assertThat(
            erp.queryForList(
                "select reference || ' ' || quantity_change from erp.sales_staging order by 1",
                String.class))
        .containsExactly("t/1 -1", "t/2 -2");
  }

  @Test
  void readsItemsPageByPage() {
    var first = items("{'page': null, 'limit': 1}");
    var second = items("{'page': 'A', 'limit': 1}");

    assertThat(first.path("next").textValue()).isEqualTo("A");
    assertThat(second.at("/items/0/document/sku").textValue()).isEqualTo("B");
    var item =
        OurMappings.apply("catalog/erp-item-to-item", "erp", second.at("/items/0/document"))
            .document();
    assertThat(item.path("references").findValuesAsText("code")).containsExactly("B", "502");
  }

  @Test
  void readsWhatWasSentPageByPageWithWhatWasInIt() {
    erp.update(
        """
        insert into erp.shipments (shipment_no, channel, order_no, warehouse, carrier, tracking_no, shipped_at, updated_at) values
          ('LS 1', 'shop', '5001', 'DC1', 'DPD', '1550', '2026-06-01T09:01:00Z', '2026-06-01T09:01:00.5Z'),
          ('LS 2', 'shop', '5002', 'DC1', null, null, '2026-06-01T09:01:00Z', '2026-06-01T09:01:00.5Z')
        """);
    erp.update(
        "insert into erp.shipment_lines (shipment_no, sku, quantity) values ('LS 1', 'B', 1), ('LS 1', 'A', 2)");

    var first = shipments("{'since': '2026-06-01T09:00:00Z', 'limit': 1}");
    var second =
        shipments(
            "{'since': '2026-06-01T09:00:00Z', 'page': '%s', 'limit': 1}"
                .formatted(first.path("next").textValue().replace("\t", "\\t")));

    assertThat(first.path("items").findValuesAsText("orderKey")).containsExactly("LS 1");
    assertThat(second.path("items").findValuesAsText("orderKey")).containsExactly("LS 2");
    assertThat(shipments("{'since': '2026-06-01T09:02:00Z', 'limit': 1}").path("items")).isEmpty();
    assertThat(first.at("/items/0/document/lines").textValue()).isEqualTo("A\t2\nB\t1");
    assertThat(first.at("/items/0/document/shipped_at").textValue())
        .isEqualTo("2026-06-01T09:01:00.000000Z");
    assertThat(second.at("/items/0/document/lines").isNull()).isTrue();
  }

  private static JsonNode shipments(String request) {
    return answered(
        "orders/page-to-erp", "erp-shipments-sink", "orders/erp-page-to-messages", request);
  }

  private static void stage(Map<String, Integer> changes) {
    var request = Json.mapper().createObjectNode().put("channel", "erp");
    var items = request.putArray("items");
    changes.forEach(
        (key, change) ->
            items
                .addObject()
                .put("key", key)
                .put("sku", "A")
                .put("slot", "DC1")
                .put("quantityChange", change)
                .put("kind", "sale")
                .put("source", "tills")
                .put("occurredAt", "2026-06-01T09:00:00Z"));
    ask("erp-bookings-sink", OurMappings.translate("inventory/movements-to-erp", request));
  }

  private static JsonNode page(String request) {
    return answered(
        "inventory/page-to-erp", "erp-stock-sink", "inventory/erp-page-to-messages", request);
  }

  private static JsonNode items(String request) {
    return answered(
        "catalog/page-to-erp", "erp-items-sink", "catalog/erp-page-to-messages", request);
  }

  private static JsonNode answered(String question, String kamelet, String answer, String request) {
    var asked = OurMappings.json(request);
    var document = Json.mapper().createObjectNode().put("status", 200);
    document.set("request", asked);
    document.putObject("headers");
    document.set(
        "body", Json.mapper().valueToTree(ask(kamelet, OurMappings.translate(question, asked))));
    return OurMappings.translate(answer, document);
  }

  private static Object ask(String kamelet, JsonNode body) {
    try (var template = wire.camel().createProducerTemplate()) {
      Object answer = template.requestBody("kamelet:" + kamelet + "?dataSource=erp", body);
      return answer == null ? List.of() : answer;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
