package dev.crossdock.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What we say to the marketplace is what its published models take; what they show, we understand.
 */
class AmazonContractTest {
  private static final String ORDERS = "amazon/models/orders-api-model/orders_2026-01-01.json";
  private static final String SHIPMENTS = "amazon/models/orders-api-model/ordersV0.json";
  private static final String CONFIRM_SHIPMENT =
      "/paths/~1orders~1v0~1orders~1{orderId}~1shipmentConfirmation/post";
  private static final String LISTINGS =
      "amazon/models/listings-items-api-model/listingsItems_2021-08-01.json";
  private static final String REPORTS = "amazon/models/reports-api-model/reports_2021-06-30.json";
  private static final String SEARCH_ORDERS = "/paths/~1orders~12026-01-01~1orders/get";
  private static final String SEARCH_LISTINGS =
      "/paths/~1listings~12021-08-01~1items~1{sellerId}/get";
  private static final String PATCH_LISTING =
      "/paths/~1listings~12021-08-01~1items~1{sellerId}~1{sku}/patch";

  private static Wire wire;

  @BeforeAll
  static void open() throws IOException {
    wire = new Wire();
  }

  @AfterAll
  static void close() {
    wire.close();
  }

  @Test
  void asksForOrdersAsTheModelTakesIt() {
    var query =
        OurMappings.translate(
            "orders/page-to-amazon",
            "{'since': '2026-06-01T09:00:00Z', 'until': '2026-06-01T09:05:00Z', 'page': 'a+b/c==', 'limit': 250}");

    var request =
        wire.send(
            "kamelet:amazon-orders-sink?endpoint=%s&marketplaceId=A1F83G8C2ARO7P"
                .formatted(wire.endpoint()),
            query);

    assertThat(request.method() + " " + request.path()).isEqualTo("GET /orders/2026-01-01/orders");
    assertThat(request.parameter("paginationToken")).isEqualTo("a+b/c==");
    assertThat(request.parameter("lastUpdatedAfter")).isEqualTo("2026-06-01T09:00:00Z");
    assertThat(refusedParameters(ORDERS, SEARCH_ORDERS, request)).isEmpty();
  }

  @Test
  void asksForListingsAsTheModelTakesIt() {
    var query =
        OurMappings.translate(
            "inventory/page-to-amazon",
            "{'since': null, 'until': '2026-06-01T09:05:00Z', 'page': 'abc', 'limit': 250}");

    var request =
        wire.send(
            "kamelet:amazon-shelf-sink?endpoint=%s&sellerId=A2SELLER&marketplaceId=A1F83G8C2ARO7P"
                .formatted(wire.endpoint()),
            query);

    assertThat(request.path()).isEqualTo("/listings/2021-08-01/items/A2SELLER");
    assertThat(request.parameter("pageSize")).isEqualTo("20");
    assertThat(refusedParameters(LISTINGS, SEARCH_LISTINGS, request)).isEmpty();
  }

  @Test
  void asksForOpenOrdersAsTheModelTakesIt() {
    var query = OurMappings.translate("orders/all-to-amazon", "{'page': null, 'limit': 100}");

    var request =
        wire.send(
            "kamelet:amazon-orders-sink?endpoint=%s&marketplaceId=A1F83G8C2ARO7P"
                .formatted(wire.endpoint()),
            query);

    assertThat(request.parameter("fulfillmentStatuses")).isEqualTo("UNSHIPPED,PARTIALLY_SHIPPED");
    assertThat(refusedParameters(ORDERS, SEARCH_ORDERS, request)).isEmpty();
  }

  @Test
  void asksForAReportAsTheModelTakesIt() {
    var request =
        wire.send(
            "kamelet:amazon-report-sink?endpoint=%s&marketplaceId=A1F83G8C2ARO7P"
                .formatted(wire.endpoint()),
            OurMappings.translate("inventory/start-to-amazon", "{'entity': 'stock'}"));

    assertThat(request.method() + " " + request.path())
        .isEqualTo("POST /reports/2021-06-30/reports");
    assertThat(problems(REPORTS, "CreateReportSpecification", OurMappings.json(request.body())))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"reports/54321", "documents/amzn1.spdoc.1"})
  void asksForAReportAndItsDocumentWhereTheModelHasThem(String job) {
    var request =
        wire.send(
            "kamelet:amazon-report-document-sink?endpoint=" + wire.endpoint(),
            OurMappings.translate("inventory/ready-to-amazon", "{'job': '%s'}".formatted(job)));

    assertThat(request.method() + " " + request.path()).isEqualTo("GET /reports/2021-06-30/" + job);
  }

  @Test
  void understandsEveryPublishedStatusOfAReport() {
    var statuses =
        Published.json(REPORTS).at("/definitions/Report/properties/processingStatus/enum");

    for (var status : statuses) {
      var body =
          OurMappings.json(
              "{'reportId': '1', 'reportDocumentId': 'd', 'processingStatus': '%s'}"
                  .formatted(status.asText()));
      var answer = answered("inventory/amazon-ready-to-file", 200, body);

      assertThat(answer.path("outcome").asText() + " " + answer.path("job").asText(""))
          .as(status.asText())
          .isEqualTo(
              switch (status.asText()) {
                case "DONE" -> "applied documents/d";
                case "IN_PROGRESS", "IN_QUEUE" -> "applied ";
                default -> "data ";
              });
    }
  }

  @Test
  void patchesAQuantityAsTheModelTakesIt() {
    var patch =
        OurMappings.translate(
            "inventory/stock-levels-to-amazon",
            "{'channel': 'market', 'items': [{'key': 'a', 'sku': 'A', 'slot': 'MFN', 'references': {'sku': 'TEE RED/M?'}, 'desired': 7}]}");

    var request =
        wire.send(
            "kamelet:amazon-listings-sink?endpoint=%s&sellerId=A2SELLER&marketplaceId=A1F83G8C2ARO7P"
                .formatted(wire.endpoint()),
            patch);

    assertThat(request.method()).isEqualTo("PATCH");
    assertThat(request.path()).isEqualTo("/listings/2021-08-01/items/A2SELLER/TEE%20RED%2FM%3F");
    assertThat(request.headers()).containsEntry("Content-type", "application/json");
    assertThat(refusedParameters(LISTINGS, PATCH_LISTING, request)).isEmpty();
    var body = OurMappings.json(request.body());
    assertThat(problems(LISTINGS, "ListingsItemPatchRequest", body)).isEmpty();
    assertThat(body.at("/patches/0/value/0/quantity").intValue()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"Royal Mail, 'RM1GB'", "Van of Leeds, 'RM1GB'", "Van of Leeds, "})
  void confirmsAShipmentAsTheModelTakesIt(String carrier, @Nullable String number) {
    var asked =
        OurMappings.json(
            "{'channel': 'market', 'items': [{'key': 'parcel/market:026-1:1', 'order': '026-1', 'n': 1, 'at': '2026-06-01T10:00:00Z', 'lines': [{'line': '71', 'sku': 'A', 'quantity': 2}]}]}");
    ((ObjectNode) asked.at("/items/0")).put("carrier", carrier).put("tracking", number);

    var request =
        wire.send(
            "kamelet:amazon-shipments-sink?endpoint=" + wire.endpoint(),
            OurMappings.translate("orders/fulfilment-to-amazon", asked));

    assertThat(request.method() + " " + request.path())
        .isEqualTo("POST /orders/v0/orders/026-1/shipmentConfirmation");
    var body = OurMappings.json(request.body());
    assertThat(problems(SHIPMENTS, "ConfirmShipmentRequest", body)).isEmpty();
    assertThat(body.at("/packageDetail/packageReferenceId").textValue()).matches("[1-9][0-9]*");
    var code = body.at("/packageDetail/carrierCode").textValue();
    assertThat(body.at("/packageDetail").has("carrierName")).isEqualTo("Other".equals(code));
  }

  @Test
  void understandsEveryPublishedAnswerToAShipment() {
    var responses = Published.json(SHIPMENTS).at(CONFIRM_SHIPMENT).path("responses");

    for (var response : responses.properties()) {
      var status = Integer.parseInt(response.getKey());
      var sample = response.getValue().at("/x-amzn-api-sandbox/static/0/response");
      var answer =
          OurMappings.classed(
              "amazon", status, answered("orders/amazon-shipment-to-outcome", status, sample));

      assertThat(answer.at("/outcomes/0/outcome").textValue())
          .as("at %d", status)
          .isEqualTo(
              switch (status) {
                case 204 -> "applied";
                case 400 -> "data";
                case 401, 403 -> "auth";
                case 404 -> "unknown-reference";
                case 429 -> "throttled";
                default -> "transient";
              });
    }
  }

  @Test
  void seesWhenTheModelWouldRefuse() {
    var body =
        OurMappings.json(
            "{'productType': 'PRODUCT', 'patches': [{'op': 'increase', 'path': '/x'}]}");

    assertThat(problems(LISTINGS, "ListingsItemPatchRequest", body)).isNotEmpty();
  }

  @Test
  void takesThePublishedOrders() {
    var page =
        Published.json(ORDERS).at(SEARCH_ORDERS).at("/responses/200/examples/application~1json");

    var messages = answered("orders/amazon-page-to-messages", 200, page).path("items");

    assertThat(messages).hasSameSizeAs(page.path("orders"));
    for (var message : messages) {
      var taken =
          OurMappings.apply("orders/amazon-order-to-order", "market", message.path("document"));
      assertThat(taken.verdict()).isNull();
      assertThat(taken.document().path("id").textValue())
          .isEqualTo(message.path("orderKey").textValue());
    }
    var first =
        OurMappings.apply("orders/amazon-order-to-order", "market", messages.at("/0/document"));
    assertThat(first.document().path("lines").findValuesAsText("id"))
        .containsExactly("12345678901234", "12345678901235");
    assertThat(first.document().path("fulfilments").findValuesAsText("id"))
        .containsExactly("PKG-2024-001");
  }

  @Test
  void takesThePublishedListings() {
    var page =
        Published.json(LISTINGS)
            .at(SEARCH_LISTINGS)
            .at("/responses/200/examples/application~1json");

    var messages = answered("inventory/amazon-page-to-messages", 200, page).path("items");

    assertThat(messages).hasSize(2 * page.path("items").size());
    assertThat(
            OurMappings.apply(
                    "catalog/amazon-listing-to-item", "market", messages.at("/0/document"))
                .verdict())
        .isNull();
  }

  @Test
  void understandsEveryPublishedAnswerToAPatch() {
    var samples = Published.json(LISTINGS).at(PATCH_LISTING).findValues("response");

    assertThat(samples).isNotEmpty();
    for (var sample : samples) {
      var status = sample.path("status").asText(sample.has("errors") ? "error" : "");
      var http = status.equals("error") ? 400 : 200;
      var answer =
          OurMappings.classed(
              "amazon", http, answered("inventory/amazon-answer-to-outcome", http, sample));

      assertThat(answer.at("/outcomes/0/outcome").textValue())
          .as(status)
          .isEqualTo(List.of("ACCEPTED", "VALID").contains(status) ? "accepted" : "data");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "search-orders, SearchOrdersResponse, orders",
    "search-listings-items, ItemSearchResults, listings",
    "patch-accepted, ListingsItemSubmissionResponse, listings",
    "quota-exceeded, ErrorList, listings",
  })
  void keepsPayloadsThatTheModelsAllow(String payload, String definition, String model)
      throws IOException {
    var body =
        Json.read(Files.readAllBytes(Path.of("connectors/amazon/payloads", payload + ".json")));

    assertThat(problems(model.equals("orders") ? ORDERS : LISTINGS, definition, body)).isEmpty();
  }

  private static JsonNode answered(String mapping, int status, JsonNode body) {
    var document = Json.mapper().createObjectNode().put("status", status);
    document.set(
        "request",
        OurMappings.json(
            "{'channel': 'market', 'until': '2026-06-01T09:05:00Z', 'items': [{'key': 'a'}]}"));
    document.putObject("headers").put("x-amzn-ratelimit-limit", "5.0");
    document.set("body", body);
    return OurMappings.translate(mapping, document);
  }

  /**
   * Parameters the operation does not have, values it does not list, and required ones that are
   * missing.
   */
  private static List<String> refusedParameters(
      String model, String operation, Wire.Request request) {
    var refused = new java.util.ArrayList<String>();
    var left = new java.util.HashSet<>(request.parameters());
    for (var parameter : Published.json(model).at(operation).path("parameters")) {
      var name = parameter.path("name").asText();
      if (!parameter.path("in").asText().equals("query")) {
        continue;
      }
      if (!left.remove(name) && parameter.path("required").asBoolean()) {
        refused.add("no " + name);
      }
      refused.addAll(unlisted(name, parameter.at("/items/enum"), request.parameter(name)));
    }
    refused.addAll(left);
    return refused;
  }

  private static List<String> unlisted(String name, JsonNode listed, String given) {
    if (listed.isEmpty() || given.isEmpty()) {
      return List.of();
    }
    var known = new java.util.HashSet<String>();
    listed.forEach(value -> known.add(value.asText()));
    return java.util.Arrays.stream(given.split(",", -1))
        .filter(value -> !known.contains(value))
        .map(value -> name + "=" + value)
        .toList();
  }

  private static Set<ValidationMessage> problems(
      String model, String definition, JsonNode document) {
    ObjectNode schema = Json.mapper().createObjectNode();
    schema.put("$ref", "#/definitions/" + definition);
    schema.set("definitions", Published.json(model).path("definitions"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
        .getSchema(schema)
        .validate(document);
  }
}
