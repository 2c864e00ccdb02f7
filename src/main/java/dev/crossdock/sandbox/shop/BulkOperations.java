package dev.crossdock.sandbox.shop;

import static java.util.Objects.requireNonNull;

import dev.crossdock.sandbox.wire.Call;
import dev.crossdock.sandbox.wire.Reply;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.wire.WireServer;
import graphql.GraphQL;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Queries that the shop runs in the background, one at a time; their lines are fetched from an
 * address that is good for a week.
 */
public final class BulkOperations implements AutoCloseable {
  /** Where the files are fetched. */
  public static final String FILES = "/shopify/bulk/";

  private static final Duration ADDRESS = Duration.ofDays(7);

  private final Clock clock;
  private final Path folder;
  private final AtomicLong last = new AtomicLong(4_000_000_000_000L);
  private final Map<String, Operation> operations = new ConcurrentHashMap<>();
  private final ExecutorService runner =
      Executors.newSingleThreadExecutor(WireServer.daemon("bulk"));
  private @Nullable GraphQL graphql;
  private @Nullable Operation latest;

  /** One query, as far as it is. */
  private static final class Operation {
    private final String id;
    private final String query;
    private final Instant createdAt;
    private volatile String status = "CREATED";
    private volatile @Nullable Instant completedAt;
    private final AtomicLong objects = new AtomicLong();
    private final AtomicLong roots = new AtomicLong();
    private volatile long bytes;

    Operation(String id, String query, Instant createdAt) {
      this.id = id;
      this.query = query;
      this.createdAt = createdAt;
    }

    boolean isUnderWay() {
      return status.equals("CREATED") || status.equals("RUNNING");
    }
  }

  BulkOperations(Clock clock) {
    this.clock = clock;
    try {
      folder = Files.createTempDirectory("sandbox-bulk");
      folder.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Queries are run against this. */
  void over(GraphQL api) {
    graphql = api;
  }

  void wire(RuntimeWiring.Builder wiring) {
    wiring.type(
        "QueryRoot",
        type ->
            type.dataFetcher("bulkOperation", this::byId)
                .dataFetcher("currentBulkOperation", asked -> current()));
    wiring.type(
        "Mutation",
        type ->
            type.dataFetcher("bulkOperationRunQuery", this::begin)
                .dataFetcher("bulkOperationCancel", this::cancel));
    wiring.type("BulkOperation", type -> type.dataFetcher("url", BulkOperations::url));
  }

  /** Whoever has the address needs no token, and may not come late. */
  public Reply file(Call call) {
    var name = String.join("", call.partsAfter(FILES));
    var operation = operations.get(name.replace(".jsonl", ""));
    var made = operation == null ? null : operation.completedAt;
    return made == null || clock.instant().isAfter(made.plus(ADDRESS))
        ? Reply.expired()
        : Reply.file(folder.resolve(name), "application/jsonl");
  }

  private synchronized Map<String, Object> begin(DataFetchingEnvironment asked) {
    var text = String.valueOf(asked.<Object>getArgument("query"));
    var under = latest;
    if (under != null && under.isUnderWay()) {
      return payload(
          null,
          "OPERATION_IN_PROGRESS",
          "A bulk query operation for this app and shop is already in progress: %s."
              .formatted(gid(under)));
    }
    try {
      var query = BulkQuery.read(text);
      var operation = new Operation(Long.toString(last.incrementAndGet()), text, clock.instant());
      operations.put(operation.id, operation);
      latest = operation;
      runner.execute(() -> run(operation, query));
      return payload(operation, null, null);
    } catch (BulkQuery.Wrong e) {
      return payload(null, "INVALID", String.valueOf(e.getMessage()));
    }
  }

  private void run(Operation operation, BulkQuery query) {
    operation.status = "RUNNING";
    var file = folder.resolve(operation.id + ".jsonl");
    file.toFile().deleteOnExit();
    try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      query.run(
          requireNonNull(graphql),
          (line, isRoot) -> {
            if (!operation.status.equals("RUNNING")) {
              throw new IOException("canceled");
            }
            out.write(SandboxJson.bytes(line));
            out.write('\n');
            operation.objects.incrementAndGet();
            operation.roots.addAndGet(isRoot ? 1 : 0);
          });
      out.flush();
      operation.bytes = Files.size(file);
      operation.completedAt = clock.instant();
      operation.status = "COMPLETED";
    } catch (IOException | RuntimeException e) {
      operation.status = operation.status.equals("CANCELING") ? "CANCELED" : "FAILED";
    }
  }

  private @Nullable Map<String, @Nullable Object> byId(DataFetchingEnvironment asked) {
    var number = Gid.number("BulkOperation", asked.getArgumentOrDefault("id", ""));
    var found = number.isPresent() ? operations.get(Long.toString(number.getAsLong())) : null;
    return found == null ? null : node(found);
  }

  private synchronized @Nullable Map<String, @Nullable Object> current() {
    return latest == null ? null : node(latest);
  }

  private Map<String, Object> cancel(DataFetchingEnvironment asked) {
    var number = Gid.number("BulkOperation", asked.getArgumentOrDefault("id", ""));
    var found = number.isPresent() ? operations.get(Long.toString(number.getAsLong())) : null;
    if (found == null || !found.isUnderWay()) {
      return Map.of(
          "userErrors",
          List.of(Map.of("field", List.of("id"), "message", "A bulk operation is not running")));
    }
    found.status = "CANCELING";
    return Map.of("bulkOperation", node(found), "userErrors", List.of());
  }

  private static Map<String, Object> payload(
      @Nullable Operation operation, @Nullable String code, @Nullable String message) {
    var payload = new HashMap<String, Object>();
    if (operation != null) {
      payload.put("bulkOperation", node(operation));
    }
    payload.put(
        "userErrors",
        code == null
            ? List.of()
            : List.of(Map.of("code", code, "message", String.valueOf(message))));
    return payload;
  }

  private static Map<String, @Nullable Object> node(Operation operation) {
    var node = new HashMap<String, @Nullable Object>();
    node.put(AdminNodes.TYPE, "BulkOperation");
    node.put("id", gid(operation));
    node.put("status", operation.status);
    node.put("type", "QUERY");
    node.put("query", operation.query);
    node.put("createdAt", operation.createdAt);
    node.put("completedAt", operation.completedAt);
    node.put("objectCount", operation.objects.get());
    node.put("rootObjectCount", operation.roots.get());
    node.put("errorCode", operation.status.equals("FAILED") ? "INTERNAL_SERVER_ERROR" : null);
    node.put("file", operation.objects.get() == 0 ? null : operation.id + ".jsonl");
    node.put("fileSize", operation.completedAt == null ? null : operation.bytes);
    return node;
  }

  /** Nothing found has no address. */
  private static @Nullable String url(DataFetchingEnvironment asked) {
    Map<String, @Nullable Object> node = requireNonNull(asked.getSource());
    var file = node.get("file");
    var host = asked.getGraphQlContext().getOrDefault("host", "127.0.0.1");
    return file == null || !"COMPLETED".equals(node.get("status"))
        ? null
        : String.format(Locale.ROOT, "http://%s%s%s", host, FILES, file);
  }

  private static String gid(Operation operation) {
    return Gid.of("BulkOperation", Long.parseLong(operation.id));
  }

  @Override
  public void close() {
    WireServer.end(runner);
  }
}
