package dev.crossdock.sandbox.shop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.sandbox.wire.SandboxJson;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.language.Argument;
import graphql.language.AstPrinter;
import graphql.language.Field;
import graphql.language.IntValue;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.VariableReference;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query over everything, as the shop runs it in the background: page by page, each thing a line
 * of its own, and what hangs on it behind it, with the id of its parent.
 */
final class BulkQuery {
  private static final int PAGE = 250;
  private static final int DEEPEST = 2;
  private static final String PARENT = "__parentId";

  private final Field root;

  private BulkQuery(Field root) {
    this.root = root;
  }

  /** Takes each line. */
  @FunctionalInterface
  interface Lines {
    /** One thing, at the root or below. */
    void take(JsonNode line, boolean isRoot) throws IOException;
  }

  /** It will not be run. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    Wrong(String why) {
      super(why);
    }
  }

  static BulkQuery read(String text) throws Wrong {
    var root = root(text);
    if (!isConnection(root)) {
      throw new Wrong("Bulk queries must contain at least one connection.");
    }
    if (depth(root) > DEEPEST) {
      throw new Wrong(
          "Bulk queries cannot contain connections with a nesting depth greater than 2.");
    }
    return new BulkQuery(root);
  }

  /** Runs it to its end. */
  void run(GraphQL graphql, Lines lines) throws IOException {
    var query = "query Bulk($first: Int!, $after: String) " + AstPrinter.printAst(whole());
    @Nullable String after = null;
    do {
      var variables = new HashMap<String, @Nullable Object>();
      variables.put("first", PAGE);
      variables.put("after", after);
      var page = ask(graphql, query, variables).path(name(root));
      for (var node : nodes(page)) {
        emit(node, null, lines);
      }
      var info = page.path("pageInfo");
      after = info.path("hasNextPage").asBoolean() ? info.path("endCursor").asText() : null;
    } while (after != null);
  }

  private static JsonNode ask(
      GraphQL graphql, String query, Map<String, @Nullable Object> variables) throws IOException {
    var input = ExecutionInput.newExecutionInput().query(query).variables(known(variables)).build();
    var answer = SandboxJson.tree(graphql.execute(input).toSpecification());
    if (answer.has("errors")) {
      throw new IOException(answer.at("/errors/0/message").asText());
    }
    return answer.path("data");
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // a variable may well be null
  private static Map<String, Object> known(Map<String, @Nullable Object> variables) {
    return (Map<String, Object>) (Map<?, ?>) variables;
  }

  private void emit(JsonNode node, @Nullable String parent, Lines lines) throws IOException {
    var line = SandboxJson.object();
    var below = new ArrayList<JsonNode>();
    for (var field : node.properties()) {
      var value = field.getValue();
      if (value.has("pageInfo")) {
        if (value.at("/pageInfo/hasNextPage").asBoolean()) {
          throw new IOException("this stand-in hangs no more than 250 things on one");
        }
        nodes(value).forEach(below::add);
      } else {
        line.set(field.getKey(), value);
      }
    }
    if (parent != null) {
      line.put(PARENT, parent);
    }
    lines.take(line, parent == null);
    for (var one : below) {
      emit(one, line.path("id").asText(), lines);
    }
  }

  private static List<JsonNode> nodes(JsonNode connection) {
    var nodes = new ArrayList<JsonNode>();
    connection.path("nodes").forEach(nodes::add);
    connection.path("edges").forEach(edge -> nodes.add(edge.path("node")));
    return nodes;
  }

  private SelectionSet whole() {
    var paged =
        paged(root, new VariableReference("first"))
            .transform(
                field -> {
                  var arguments =
                      new ArrayList<>(pagedArguments(root, new VariableReference("first")));
                  arguments.add(new Argument("after", new VariableReference("after")));
                  field.arguments(arguments);
                });
    return SelectionSet.newSelectionSet().selection(paged).build();
  }

  /** The same connection, so many at a time, and saying whether there is more. */
  private static Field paged(Field connection, graphql.language.Value<?> first) {
    var selections = new ArrayList<Selection<?>>();
    for (Selection<?> selection : selections(connection)) {
      selections.add(selection instanceof Field field ? below(field) : selection);
    }
    var info =
        Field.newField("pageInfo")
            .selectionSet(
                SelectionSet.newSelectionSet()
                    .selection(new Field("hasNextPage"))
                    .selection(new Field("endCursor"))
                    .build())
            .build();
    selections.add(info);
    return connection.transform(
        field ->
            field
                .arguments(pagedArguments(connection, first))
                .selectionSet(new SelectionSet(selections)));
  }

  private static List<Argument> pagedArguments(Field field, graphql.language.Value<?> first) {
    var arguments =
        new ArrayList<>(
            field.getArguments().stream().filter(a -> !a.getName().equals("first")).toList());
    arguments.add(new Argument("first", first));
    return arguments;
  }

  private static Field below(Field field) {
    if (isConnection(field)) {
      return paged(field, IntValue.of(PAGE));
    }
    if (field.getSelectionSet() == null) {
      return field;
    }
    var selections = new ArrayList<Selection<?>>();
    for (Selection<?> selection : selections(field)) {
      selections.add(selection instanceof Field inner ? below(inner) : selection);
    }
    return field.transform(copy -> copy.selectionSet(new SelectionSet(selections)));
  }

  private static int depth(Field field) {
    var deepest = 0;
    for (Selection<?> selection : selections(field)) {
      if (selection instanceof Field inner) {
        deepest = Math.max(deepest, depth(inner));
      }
    }
    return deepest + (isConnection(field) ? 1 : 0);
  }

  private static boolean isConnection(Field field) {
    return selections(field).stream()
        .anyMatch(
            selection ->
                selection instanceof Field inner
                    && (inner.getName().equals("edges") || inner.getName().equals("nodes")));
  }

  private static List<Selection<?>> selections(Field field) {
    var selections = new ArrayList<Selection<?>>();
    if (field.getSelectionSet() != null) {
      for (Selection<?> selection : field.getSelectionSet().getSelections()) {
        selections.add(selection);
      }
    }
    return selections;
  }

  private static String name(Field field) {
    return field.getAlias() == null ? field.getName() : field.getAlias();
  }

  private static Field root(String text) throws Wrong {
    try {
      for (var operation : Parser.parse(text).getDefinitionsOfType(OperationDefinition.class)) {
        var selections = operation.getSelectionSet().getSelections();
        if (selections.size() == 1 && selections.get(0) instanceof Field field) {
          return field;
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new Wrong("Invalid bulk query: " + e.getMessage());
    }
    throw new Wrong("Bulk queries must have exactly one top-level field.");
  }
}
