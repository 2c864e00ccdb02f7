package dev.crossdock.sandbox.market;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.sandbox.wire.Call;
import dev.crossdock.sandbox.wire.Reply;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.wire.TokenBucket;
import dev.crossdock.sandbox.wire.WireServer;
import dev.crossdock.sandbox.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reports: asked for, made in the background one after the other, fetched from an address that is
 * good for five minutes.
 */
final class Reports implements AutoCloseable {
  /** Where the files are fetched. */
  static final String FILES = MarketApi.PATH + "documents/";

  static final String LISTINGS = "GET_MERCHANT_LISTINGS_ALL_DATA";
  private static final Duration ADDRESS = Duration.ofMinutes(5);
  private static final long QUEUED_MILLIS = 150;

  private final World world;
  private final TokenBucket creates;
  private final TokenBucket reads;
  private final TokenBucket documents;
  private final Path folder;
  private final Map<String, Report> reports = new ConcurrentHashMap<>();
  private final ScheduledExecutorService maker =
      Executors.newSingleThreadScheduledExecutor(WireServer.daemon("reports"));

  /** One report, as far as it is. */
  private static final class Report {
    private final String id =
        Long.toString(100_000_000_000L + System.nanoTime() % 900_000_000_000L);
    private final String document = "amzn1.spdoc.1.4.eu." + UUID.randomUUID();
    private final Instant createdAt;
    private final String marketplace;
    private volatile String status = "IN_QUEUE";
    private volatile @Nullable Instant startedAt;
    private volatile @Nullable Instant endedAt;

    Report(Instant createdAt, String marketplace) {
      this.createdAt = createdAt;
      this.marketplace = marketplace;
    }
  }

  Reports(World world) {
    this.world = world;
    creates = new TokenBucket(world.clock(), 0.0167, 15);
    reads = new TokenBucket(world.clock(), 2, 15);
    documents = new TokenBucket(world.clock(), 0.0167, 15);
    try {
      folder = Files.createTempDirectory("sandbox-reports");
      folder.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reply create(Call call) throws Refusal {
    spend(creates);
    var body = body(call);
    var marketplace = body.at("/marketplaceIds/0").asText();
    if (!body.path("reportType").asText().equals(LISTINGS)) {
      throw Refusal.badRequest("This stand-in makes reports of type %s.".formatted(LISTINGS));
    }
    if (marketplace.isEmpty()) {
      throw Refusal.badRequest("'marketplaceIds' is required.");
    }
    var report = new Report(world.clock().instant(), marketplace);
    reports.put(report.id, report);
    var unused = maker.schedule(() -> make(report), QUEUED_MILLIS, TimeUnit.MILLISECONDS);
    return Listings.json(SandboxJson.object().put("reportId", report.id), creates).status(202);
  }

  /** One of another store's is begun, and then given up. */
  private void make(Report report) {
    report.startedAt = world.clock().instant();
    report.status = "IN_PROGRESS";
    try {
      if (report.marketplace.equals(OrderSearch.MARKETPLACE)) {
        var file = folder.resolve(report.document);
        file.toFile().deleteOnExit();
        ListingsReport.write(world, file);
        report.status = "DONE";
      } else {
        report.status = "FATAL";
      }
    } catch (IOException | RuntimeException e) {
      report.status = "FATAL";
    }
    report.endedAt = world.clock().instant();
  }

  Reply one(String id) throws Refusal {
    spend(reads);
    var report = reports.get(id);
    if (report == null) {
      throw Refusal.notFound("Report '%s'.".formatted(id));
    }
    var json = SandboxJson.object();
    json.put("reportId", report.id).put("reportType", LISTINGS);
    json.putArray("marketplaceIds").add(report.marketplace);
    json.put("createdTime", report.createdAt.toString());
    json.put("dataStartTime", report.createdAt.toString());
    json.put("dataEndTime", report.createdAt.toString());
    json.put("processingStatus", report.status);
    if (report.startedAt != null) {
      json.put("processingStartTime", String.valueOf(report.startedAt));
    }
    if (report.endedAt != null) {
      json.put("processingEndTime", String.valueOf(report.endedAt));
    }
    if (report.status.equals("DONE")) {
      json.put("reportDocumentId", report.document);
    }
    return Listings.json(json, reads);
  }

  Reply document(String id, Call call) throws Refusal {
    spend(documents);
    if (!Files.exists(folder.resolve(id))) {
      throw Refusal.notFound("Document '%s'.".formatted(id));
    }
    var until = world.clock().instant().plus(ADDRESS).getEpochSecond();
    var json = SandboxJson.object();
    json.put("reportDocumentId", id);
    json.put(
        "url",
        "http://%s%s%s?X-Amz-Expires=%d&X-Amz-Until=%d"
            .formatted(call.header("Host"), FILES, id, ADDRESS.toSeconds(), until));
    json.put("compressionAlgorithm", "GZIP");
    return Listings.json(json, documents);
  }

  /** Whoever has the address needs no token, and may not come late. */
  Reply file(Call call) {
    var file = folder.resolve(String.join("", call.partsAfter(FILES)));
    var until = call.parameter("X-Amz-Until");
    var late = until == null || world.clock().instant().getEpochSecond() > Long.parseLong(until);
    return late || !Files.isRegularFile(file)
        ? Reply.expired()
        : Reply.file(file, "text/plain;charset=UTF-8");
  }

  private static JsonNode body(Call call) throws Refusal {
    try {
      return SandboxJson.read(call.body());
    } catch (IOException e) {
      throw Refusal.badRequest("The body is not JSON.");
    }
  }

  private static void spend(TokenBucket bucket) throws Refusal {
    if (!bucket.take(1)) {
      throw Refusal.tooMany();
    }
  }

  @Override
  public void close() {
    WireServer.end(maker);
  }
}
