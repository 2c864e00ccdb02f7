package dev.crossdock.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingJsonFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Verdict;
import graphql.GraphQLContext;
import graphql.execution.RawVariables;
import graphql.execution.ValuesResolver;
import graphql.introspection.IntrospectionResultToSchema;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we say to the shop is what its published schema takes; what it says, we understand. */
class ShopifyContractTest {
  private static @Nullable GraphQLSchema schema;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders/page-to-shopify | {'since': '2026-06-01T09:00:00Z', 'until': '2026-06-01T09:05:00Z', 'page': 'abc', 'limit': 250}",
        "orders/page-to-shopify | {'since': '1970-01-01T00:00:00Z', 'until': '2026-06-01T09:05:00Z', 'page': null, 'limit': null}",
        "orders/return-look-to-shopify | {'items': [{'order': '5001'}]}",
        "orders/return-to-shopify | {'items': [{'key': 'return/tills/17-4', 'order': '5001', 'reference': 'tills/17-4', 'amount': '6.50', 'lines': [{'line': '71', 'quantity': 1}]}], 'found': {'parent': 'gid://shopify/OrderTransaction/1', 'gateway': 'manual'}}",
        "orders/fulfilment-look-to-shopify | {'items': [{'order': '5001'}]}",
        "orders/fulfilment-to-shopify | {'items': [{'carrier': 'DPD', 'url': 'https://track.dpd.co.uk/1', 'pickUp': false}], 'found': {'number': '1', 'orders': [{'id': 'gid://shopify/FulfillmentOrder/9', 'lines': [{'id': 'gid://shopify/FulfillmentOrderLineItem/91', 'quantity': 2}]}]}}",
        "orders/pick-up-look-to-shopify | {'items': [{'order': '5001'}]}",
        "orders/pick-up-to-shopify | {'items': [], 'found': {'orders': ['gid://shopify/FulfillmentOrder/9']}}",
        "inventory/all-to-shopify | {'page': 'abc', 'limit': 100}",
        "inventory/start-to-shopify | {'entity': 'stock'}",
        "inventory/ready-to-shopify | {'job': 'gid://shopify/BulkOperation/1'}",
        "inventory/look-to-shopify | {'items': [{'key': 'A', 'references': {'inventory-item': '1'}}, {'key': 'B', 'references': {}}]}",
        "orders/all-to-shopify | {'page': null, 'limit': 100}",
        "orders/start-to-shopify | {'entity': 'orders'}",
        "orders/look-to-shopify | {'items': [{'key': '5001'}]}",
        "subscriptions/scopes-to-shopify | {'entity': 'scopes'}",
        "inventory/page-to-shopify | {'since': null, 'until': '2026-06-01T09:05:00Z', 'page': 'abc', 'limit': 250}",
      })
  void asksOnlyWhatTheSchemaAnswers(String mapping, String request) throws IOException {
    assertThat(complaints(OurMappings.translate(mapping, request))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"inventory/start-to-shopify, stock", "orders/start-to-shopify, orders"})
  void hasOnlyWrittenDownWhatTheSchemaHas(String mapping, String entity) throws IOException {
    var call = OurMappings.translate(mapping, "{'entity': '%s'}".formatted(entity));
    var written =
        Json.mapper().createObjectNode().put("query", call.at("/variables/query").asText());
    written.putObject("variables");

    assertThat(complaints(written)).isEmpty();
  }

  @Test
  void setsStockAsTheSchemaTakesIt() throws IOException {
    var call = OurMappings.translate("inventory/stock-levels-to-shopify", levels());

    assertThat(complaints(call)).isEmpty();
    var quantities = call.at("/variables/input/quantities");
    assertThat(quantities).allMatch(quantity -> quantity.has("changeFromQuantity"));
    assertThat(quantities.at("/1/changeFromQuantity").isNull()).isTrue();
    assertThat(call.path("query").textValue()).contains("@idempotent(key: $key)");
  }

  @Test
  void seesWhenTheSchemaWouldRefuse() throws IOException {
    var call = OurMappings.translate("inventory/stock-levels-to-shopify", levels());
    var misspelt = call.path("query").textValue().replace("userErrors", "userErorrs");

    assertThat(complaints(((ObjectNode) call).put("query", misspelt))).isNotEmpty();
  }

  @Test
  void understandsEveryErrorThatTheSchemaNames() throws IOException {
    var codes = (GraphQLEnumType) schema().getType("InventorySetQuantitiesUserErrorCode");

    for (var code : codes.getValues()) {
      var outcomes = outcomes(code.getName());

      assertThat(outcomes.get(0)).as(code.getName()).isEqualTo(expected(code.getName()));
      assertThat(outcomes.get(1))
          .as("the other item, at %s", code.getName())
          .isEqualTo("untouched");
    }
  }

  @Test
  void keepsIdsExactAndTwoLinesOfOneSkuApart() {
    var sample = Published.json("shopify/orders-create-test-notification.json");

    var order = OurMappings.apply("orders/shopify-order-to-order", "shop", sample);

    assertThat(order.verdict()).isNull();
    assertThat(order.document().path("id").textValue()).isEqualTo("820982911946154508");
    assertThat(order.document().path("lines").findValuesAsText("id"))
        .containsExactly("866550311766439020", "141249953214522974");
    assertThat(order.document().path("lines").findValuesAsText("sku"))
        .containsExactly("variant 808950810", "variant 808950810");
  }

  @Test
  void takesTheShopsOwnOrder() {
    var order = Published.json("shopify/fixtures/order.json").path("order");

    var taken = OurMappings.apply("orders/shopify-order-to-order", "shop", order);

    assertThat(taken.verdict()).isNull();
    assertThat(taken.document().path("id").textValue()).isEqualTo("450789469");
    assertThat(taken.document().path("lines")).hasSize(3);
  }

  @Test
  void takesTheShopsOwnLevelsAndProducts() {
    for (var level :
        Published.json("shopify/fixtures/inventory_levels.json").path("inventory_levels")) {
      var taken = OurMappings.apply("inventory/shopify-level-to-stock-level", "shop", level);

      assertThat(taken.verdict()).isNull();
      assertThat(taken.document().path("slot").textValue())
          .isEqualTo(level.path("location_id").asText());
      assertThat(taken.document().path("quantity")).isEqualTo(level.path("available"));
    }
    var product = Published.json("shopify/fixtures/product.json").path("product");
    assertThat(OurMappings.apply("catalog/shopify-product-to-item", "shop", product).document())
        .hasSize(product.path("variants").size());
  }

  /** The sample is older than restock types: what came back then cannot be told now. */
  @Test
  void doesNotGuessWhatARefundWithoutARestockTypeDidToStock() {
    var refund = Published.json("shopify/fixtures/refund.json").path("refund");

    var taken = OurMappings.apply("orders/shopify-refund-to-order", "shop", refund);

    assertThat(taken.verdict()).isNotNull().extracting(Verdict::end).isEqualTo(Verdict.End.PARKED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"set-quantities-stale", "throttled"})
  void understandsTheAnswersThatAreKeptBesideTheConnector(String payload) throws IOException {
    var body =
        Json.read(Files.readAllBytes(Path.of("connectors/shopify/payloads", payload + ".json")));

    assertThat(answered(body).path("outcomes")).hasSize(2);
  }

  private static String expected(String code) {
    if (code.endsWith("QUANTITY_STALE")) {
      return "conflict";
    }
    if (List.of("INVALID_INVENTORY_ITEM", "INVALID_LOCATION", "ITEM_NOT_STOCKED_AT_LOCATION")
        .contains(code)) {
      return "unknown-reference";
    }
    return code.startsWith("IDEMPOTENCY_") ? "transient" : "data";
  }

  private static List<String> outcomes(String code) {
    var body =
        OurMappings.json(
            "{'data': {'inventorySetQuantities': {'userErrors': [{'code': '%s', 'message': 'no', 'field': ['input', 'quantities', '0', 'quantity']}]}}}"
                .formatted(code));
    return OurMappings.classed("shopify", 200, answered(body))
        .path("outcomes")
        .findValuesAsText("outcome");
  }

  private static JsonNode answered(JsonNode body) {
    var document = Json.mapper().createObjectNode().put("status", 200);
    document.set("request", levels());
    document.set("body", body);
    document.putObject("headers");
    return OurMappings.translate("inventory/shopify-answer-to-outcome", document);
  }

  private static JsonNode levels() {
    return OurMappings.json(
        """
        {'channel': 'shop', 'idempotencyKey': 'k', 'items': [
          {'key': 'a', 'sku': 'A', 'slot': '655441491', 'references': {'inventory-item': '1'}, 'desired': 7, 'seen': 9},
          {'key': 'b', 'sku': 'B', 'slot': '655441491', 'references': {'inventory-item': '2'}, 'desired': 0, 'seen': null}]}
        """);
  }

  private static List<String> complaints(JsonNode call) throws IOException {
    Document document = Parser.parse(call.path("query").textValue());
    var errors = new Validator().validateDocument(schema(), document, Locale.ROOT);
    var complaints = new ArrayList<String>();
    errors.forEach(error -> complaints.add(error.getMessage()));
    if (complaints.isEmpty()) {
      var none = Json.mapper().createObjectNode(); // who asks without any says nothing of them
      coerce(document, call.has("variables") ? call.get("variables") : none, complaints);
    }
    return complaints;
  }

  @SuppressWarnings("unchecked")
  private static void coerce(Document document, JsonNode variables, List<String> complaints)
      throws IOException {
    var operation = document.getDefinitionsOfType(OperationDefinition.class).get(0);
    try {
      ValuesResolver.coerceVariableValues(
          schema(),
          operation.getVariableDefinitions(),
          RawVariables.of(Json.mapper().convertValue(variables, Map.class)),
          GraphQLContext.getDefault(),
          Locale.ROOT);
    } catch (RuntimeException e) {
      complaints.add(String.valueOf(e.getMessage()));
    }
  }

  private static synchronized GraphQLSchema schema() throws IOException {
    if (schema == null) {
      try (var in =
          new GZIPInputStream(
              Files.newInputStream(Published.file("shopify/admin_2026-07.json.gz")))) {
        var document = new IntrospectionResultToSchema().createSchemaDefinition(result(in));
        schema =
            UnExecutableSchemaGenerator.makeUnExecutableSchema(
                new SchemaParser().buildRegistry(document));
      }
    }
    return schema;
  }

  /** The introspection is larger than any document the hub itself would read. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> result(InputStream in) throws IOException {
    Map<String, Object> read = new MappingJsonFactory().createParser(in).readValueAs(Map.class);
    return read.containsKey("data") ? (Map<String, Object>) read.get("data") : read;
  }
}
