package dev.crossdock.sandbox.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.sandbox.wire.SandboxJson;
import graphql.language.AstPrinter;
import graphql.language.FieldDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.Type;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class AdminSchemaTest {
  private static final Path PUBLISHED =
      Path.of(System.getProperty("crossdock.contracts", "../shared/contracts"))
          .resolve("shopify/admin_2026-07.json.gz");

  /** Enumerations and scalars the stand-in says more simply. */
  private static final Map<String, String> SIMPLER = Map.of("CurrencyCode!", "String!");

  @Test
  void saysNothingThatThePublishedSchemaDoesNotSay() throws IOException {
    assumeTrue(Files.exists(PUBLISHED), "the published introspection is not at " + PUBLISHED);
    var published = published();
    var ours = new SchemaParser().parse(AdminSchema.text());

    for (var type : ours.getTypesMap(graphql.language.ObjectTypeDefinition.class).values()) {
      for (var field : type.getFieldDefinitions()) {
        compare(type.getName(), field, published);
      }
    }
    for (var type : ours.getTypesMap(graphql.language.InputObjectTypeDefinition.class).values()) {
      for (var input : type.getInputValueDefinitions()) {
        var theirs = named(type(published, type.getName()).path("inputFields"), input.getName());
        assertThat(type(theirs.path("type"))).as(input.getName()).isEqualTo(print(input.getType()));
      }
    }
    for (var type : ours.getTypesMap(graphql.language.EnumTypeDefinition.class).values()) {
      var values = type(published, type.getName()).path("enumValues").findValuesAsText("name");
      type.getEnumValueDefinitions().forEach(value -> assertThat(values).contains(value.getName()));
    }
  }

  private static void compare(String type, FieldDefinition field, Map<String, JsonNode> published) {
    var where = type + "." + field.getName();
    var theirs = named(type(published, type).path("fields"), field.getName());
    assertThat(theirs.isObject()).as("%s exists", where).isTrue();
    var theirType = type(theirs.path("type"));
    assertThat(SIMPLER.getOrDefault(theirType, theirType))
        .as(where)
        .isEqualTo(print(field.getType()));
    for (InputValueDefinition argument : field.getInputValueDefinitions()) {
      var theirArgument = named(theirs.path("args"), argument.getName());
      assertThat(type(theirArgument.path("type")))
          .as("%s(%s)", where, argument.getName())
          .isEqualTo(print(argument.getType()));
    }
  }

  private static Map<String, JsonNode> published() throws IOException {
    try (var file = new GZIPInputStream(Files.newInputStream(PUBLISHED))) {
      var root = SandboxJson.read(file.readAllBytes());
      var schema = root.findValue("__schema");
      var types = new HashMap<String, JsonNode>();
      schema.path("types").forEach(type -> types.put(type.path("name").asText(), type));
      return types;
    }
  }

  private static JsonNode type(Map<String, JsonNode> published, String name) {
    return Optional.ofNullable(published.get(name))
        .orElseThrow(() -> new AssertionError(name + " is not published"));
  }

  private static JsonNode named(JsonNode list, String name) {
    for (var one : list) {
      if (one.path("name").asText().equals(name)) {
        return one;
      }
    }
    return list.path(-1);
  }

  private static String type(JsonNode type) {
    return switch (type.path("kind").asText()) {
      case "NON_NULL" -> type(type.path("ofType")) + "!";
      case "LIST" -> "[" + type(type.path("ofType")) + "]";
      default -> type.path("name").asText();
    };
  }

  private static String print(Type<?> type) {
    return AstPrinter.printAst(type);
  }

  @Test
  void costsWhatTheRealApiWasSeenToAsk() {
    assertThat(cost("{ node(id: 1) { id } }", Map.of())).isEqualTo(1);
    assertThat(
            cost(
                "query($n: Int!) { product(id: 1) { variants(first: $n) { nodes { inventoryItem { id } } } } }",
                Map.of("n", 250)))
        .isBetween(15, 25);
    assertThat(cost("mutation { inventorySetQuantities { userErrors { code } } }", Map.of()))
        .isEqualTo(10);
  }

  private static int cost(String query, Map<String, Object> variables) {
    return QueryCost.of(graphql.parser.Parser.parse(query), variables);
  }

  @Test
  void understandsTheSearchWordsOfTheShop() {
    assertThat(Search.parse("updated_at:>='2026-11-20T10:00:00Z' AND sku:TEE-RED-M"))
        .containsExactly(
            List.of(
                new Search.Term("updated_at", ">=", "2026-11-20T10:00:00Z"),
                new Search.Term("sku", "=", "TEE-RED-M")));
    assertThat(Search.parse("id:1 OR id:2")).hasSize(2);
    assertThat(Search.parse(null)).containsExactly(List.of());
  }
}
