package dev.crossdock.sandbox.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.sandbox.wire.Call;
import dev.crossdock.sandbox.wire.Reply;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.wire.TokenBucket;
import dev.crossdock.sandbox.world.Calls;
import dev.crossdock.sandbox.world.Faults;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shop's Admin API: one path, one token, points per second. */
public final class AdminApi {
  /** Where it listens. */
  public static final String PATH = "/shopify/admin/api/";

  private static final String HERE = PATH + "2026-07/graphql.json";
  private static final String CHANNEL = ShopStock.CHANNEL;

  private final GraphQL graphql;
  private final byte[] token;
  private final TokenBucket points;
  private final Faults faults;
  private final Calls calls;

  AdminApi(GraphQL graphql, String token, TokenBucket points, Faults faults, Calls calls) {
    this.graphql = graphql;
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.points = points;
    this.faults = faults;
    this.calls = calls;
  }

  private record Question(
      Document document,
      String query,
      Map<String, Object> variables,
      @Nullable String operationName) {
    String operation() {
      for (var operation : document.getDefinitionsOfType(OperationDefinition.class)) {
        for (Selection<?> selection : operation.getSelectionSet().getSelections()) {
          if (selection instanceof Field field) {
            return field.getName();
          }
        }
      }
      return "nothing";
    }
  }

  /** Answers one call. */
  public Reply answer(Call call) {
    var plan = faults.of(CHANNEL);
    return answerNow(call, plan).after(plan.latency());
  }

  private Reply answerNow(Call call, Faults.Plan plan) {
    if (!call.path().equals(HERE) || !call.method().equals("POST")) {
      return Reply.json(404, Map.of("errors", "Not Found"));
    }
    if (!MessageDigest.isEqual(token, given(call))) {
      calls.refused(CHANNEL, "any", "unauthorized");
      return Reply.json(
          401,
          Map.of(
              "errors",
              "[API] Invalid API key or access token (unrecognized login or wrong password)"));
    }
    var failing = faults.hits(plan.errorShare());
    if (failing && faults.hits(0.5)) {
      calls.refused(CHANNEL, "any", "error");
      return Reply.text(502, "<html><body><h1>502 Bad Gateway</h1></body></html>");
    }
    var reply = ask(call, plan);
    if (failing) {
      calls.refused(CHANNEL, "any", "answer-lost");
      return Reply.text(503, "<html><body><h1>503 Service Unavailable</h1></body></html>");
    }
    return reply;
  }

  private static byte[] given(Call call) {
    return Optional.ofNullable(call.header("X-Shopify-Access-Token"))
        .orElse("")
        .getBytes(StandardCharsets.UTF_8);
  }

  private Reply ask(Call call, Faults.Plan plan) {
    Question question;
    try {
      var read = question(call);
      if (read.isEmpty()) {
        return Reply.json(
            400, Map.of("errors", Map.of("query", "Required parameter missing or invalid")));
      }
      question = read.get();
    } catch (InvalidSyntaxException e) {
      return Reply.json(200, errors(String.valueOf(e.getMessage()), "GRAPHQL_PARSE_FAILED"));
    }
    var cost = QueryCost.of(question.document(), question.variables());
    var operation = question.operation();
    if (cost > QueryCost.MOST) {
      calls.refused(CHANNEL, operation, "too-costly");
      return Reply.json(
          200,
          errors(
              "Query cost is %d, which exceeds the single query max cost limit (%d)."
                  .formatted(cost, QueryCost.MOST),
              "MAX_COST_EXCEEDED"));
    }
    if (faults.hits(plan.throttledShare()) || !points.take(cost)) {
      calls.refused(CHANNEL, operation, "throttled");
      var throttled = errors("Throttled", "THROTTLED");
      throttled.set("extensions", cost(cost, false));
      return Reply.json(200, throttled);
    }
    calls.served(CHANNEL, operation);
    return Reply.json(200, run(question, cost, call));
  }

  private Map<String, Object> run(Question question, int cost, Call call) {
    var input =
        ExecutionInput.newExecutionInput()
            .query(question.query())
            .operationName(question.operationName())
            .variables(question.variables())
            .graphQLContext(
                Map.of("host", Optional.ofNullable(call.header("Host")).orElse("127.0.0.1")))
            .build();
    var answer = new LinkedHashMap<String, Object>(graphql.execute(input).toSpecification());
    answer.put("extensions", cost(cost, true));
    return answer;
  }

  private static Optional<Question> question(Call call) {
    JsonNode body;
    try {
      body = SandboxJson.read(call.body());
    } catch (IOException e) {
      return Optional.empty();
    }
    var query = body.path("query");
    if (!query.isTextual()) {
      return Optional.empty();
    }
    var name = body.path("operationName");
    return Optional.of(
        new Question(
            Parser.parse(query.asText()),
            query.asText(),
            variables(body.path("variables")),
            name.isTextual() ? name.asText() : null));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> variables(JsonNode node) {
    return node.isObject() ? SandboxJson.convert(node, Map.class) : Map.of();
  }

  private static ObjectNode errors(String message, String code) {
    var answer = SandboxJson.object();
    var error = answer.putArray("errors").addObject();
    error.put("message", message);
    error.putObject("extensions").put("code", code);
    return answer;
  }

  private ObjectNode cost(int requested, boolean charged) {
    var extensions = SandboxJson.object();
    var cost = extensions.putObject("cost");
    cost.put("requestedQueryCost", requested);
    if (charged) {
      cost.put("actualQueryCost", requested);
    } else {
      cost.putNull("actualQueryCost");
    }
    cost.putObject("throttleStatus")
        .put("maximumAvailable", points.most())
        .put("currentlyAvailable", Math.floor(points.available()))
        .put("restoreRate", points.perSecond());
    return extensions;
  }
}
