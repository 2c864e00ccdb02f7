package dev.crossdock.sandbox.shop;

import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Puts the Admin API's schema and its answers together. */
final class AdminSchema {
  private static final int REMEMBERED = 200;

  private AdminSchema() {}

  /** The API, ready to be asked. */
  static GraphQL build(
      AdminReads reads,
      InventoryWrites writes,
      RefundWrites refunds,
      FulfilmentWrites fulfilments,
      PickUpWrites pickUps,
      Subscriptions subscriptions,
      BulkOperations bulk,
      AccessScopes scopes) {
    var wiring = RuntimeWiring.newRuntimeWiring();
    for (var scalar : new String[] {"DateTime", "UnsignedInt64", "Money", "Decimal", "URL"}) {
      wiring.scalar(GraphQLScalarType.newScalar().name(scalar).coercing(new AsText()).build());
    }
    wiring.type(
        "Node",
        type ->
            type.typeResolver(
                env -> {
                  Map<String, Object> node = env.getObject();
                  return env.getSchema().getObjectType(String.valueOf(node.get(AdminNodes.TYPE)));
                }));
    reads.wire(wiring);
    writes.wire(wiring);
    refunds.wire(wiring);
    fulfilments.wire(wiring);
    pickUps.wire(wiring);
    subscriptions.wire(wiring);
    bulk.wire(wiring);
    scopes.wire(wiring);
    var schema =
        new SchemaGenerator()
            .makeExecutableSchema(new SchemaParser().parse(text()), wiring.build());
    var parsed = new ConcurrentHashMap<String, PreparsedDocumentEntry>();
    var graphql =
        GraphQL.newGraphQL(schema)
            .preparsedDocumentProvider(
                (input, parse) -> {
                  if (parsed.size() > REMEMBERED) {
                    parsed.clear();
                  }
                  return CompletableFuture.completedFuture(
                      parsed.computeIfAbsent(input.getQuery(), query -> parse.apply(input)));
                })
            .build();
    bulk.over(graphql);
    return graphql;
  }

  static String text() {
    try (var file = AdminSchema.class.getResourceAsStream("admin.graphqls")) {
      if (file == null) {
        throw new IllegalStateException("admin.graphqls is not in the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Times in whole seconds, long numbers and money: all as text. */
  private static final class AsText implements Coercing<Object, Object> {
    @Override
    public Object serialize(Object value, GraphQLContext context, Locale locale) {
      return value instanceof Instant instant
          ? instant.truncatedTo(ChronoUnit.SECONDS).toString()
          : value.toString();
    }

    @Override
    public Object parseValue(Object value, GraphQLContext context, Locale locale) {
      return value.toString();
    }

    @Override
    public Object parseLiteral(
        Value<?> value, CoercedVariables variables, GraphQLContext context, Locale locale) {
      return value instanceof StringValue text ? text.getValue() : value.toString();
    }

    @Override
    public Value<?> valueToLiteral(Object value, GraphQLContext context, Locale locale) {
      return StringValue.of(value.toString());
    }
  }
}
