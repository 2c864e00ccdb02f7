package dev.crossdock.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Orders to the stand-ins, and questions to their oracle. */
final class SandboxControl {
  private static final int PAGE = 1000;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final String base;
  private final String token;

  SandboxControl(int port, String token) {
    this.base = "http://127.0.0.1:%d/control/".formatted(port);
    this.token = token;
  }

  void traffic(double rate) {
    call("POST", "traffic", Map.of("rate", rate));
  }

  void stopTraffic() {
    call("DELETE", "traffic", Map.of());
  }

  void faults(String channel, Map<String, Object> faults) {
    call("PUT", "faults/" + channel, faults);
  }

  void limits(Map<String, Object> limits) {
    call("PUT", "limits", limits);
  }

  void plant(String kind, int count) {
    call("POST", "plant", Map.of("kind", kind, "count", count));
  }

  /** Whether it is that process who answers. */
  boolean isProcess(long pid) {
    try {
      return get("status").path("pid").asLong() == pid;
    } catch (UncheckedIOException | IllegalStateException nobody) {
      return false;
    }
  }

  /** Nothing left that the hub has not been told, nor that the ERP has not booked. */
  boolean isQuiet() {
    var status = get("status");
    return status.path("pendingWebhooks").asLong() == 0
        && status.path("unansweredAtTills").asLong() == 0
        && status.path("unbookedErp").asLong() == 0;
  }

  long emitted() {
    return get("status").path("traffic").path("emitted").asLong();
  }

  List<Oracle.Fact> facts() {
    var facts = new ArrayList<Oracle.Fact>();
    var after = 0L;
    while (true) {
      var page = get("facts?after=%d&limit=%d".formatted(after, PAGE));
      for (var fact : page) {
        facts.add(fact(fact));
      }
      if (page.isEmpty()) {
        return facts;
      }
      after = facts.get(facts.size() - 1).seq();
    }
  }

  private static Oracle.Fact fact(JsonNode fact) {
    return new Oracle.Fact(
        fact.path("seq").asLong(),
        fact.path("key").asText(),
        fact.path("kind").asText(),
        fact.path("channel").asText(),
        fact.path("sku").asText(),
        Instant.parse(fact.path("emittedAt").asText()));
  }

  Oracle.Expected expected() {
    var expected = get("expected");
    return new Oracle.Expected(
        stream(expected.path("levels"))
            .map(
                level ->
                    new Oracle.Level(
                        level.path("sku").asText(),
                        level.path("location").asText(),
                        level.path("onHand").asInt(),
                        level.path("reserved").asInt()))
            .toList(),
        shown(expected.path("shows")),
        expected.path("parked").path("count").asLong(),
        expected.path("fetched").asLong(),
        expected.path("returned").asLong());
  }

  /** What the ERP has of orders: revisions by reference. */
  Map<String, Integer> documents() {
    var documents = new TreeMap<String, Integer>();
    get("documents").properties().forEach(d -> documents.put(d.getKey(), d.getValue().asInt()));
    return documents;
  }

  List<Oracle.Shown> storage() {
    return shown(get("storage"));
  }

  private static List<Oracle.Shown> shown(JsonNode rows) {
    return stream(rows)
        .map(
            row ->
                new Oracle.Shown(
                    row.path("channel").asText(),
                    row.path("sku").asText(),
                    row.path("slot").asText(),
                    row.path("quantity").asInt()))
        .toList();
  }

  /** How many calls each system has received, refused ones included. */
  Map<String, Long> calls() {
    var calls = new TreeMap<String, Long>();
    get("calls")
        .properties()
        .forEach(
            channel ->
                calls.put(
                    channel.getKey(),
                    stream(channel.getValue()).mapToLong(SandboxControl::sum).sum()));
    return calls;
  }

  private static long sum(JsonNode counted) {
    return counted.isNumber()
        ? counted.asLong()
        : stream(counted).mapToLong(SandboxControl::sum).sum();
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }

  private JsonNode get(String path) {
    return Json.read(send(request(path).GET().build()));
  }

  private void call(String method, String path, Map<String, ?> body) {
    send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofByteArray(Json.write(body)))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + token);
  }

  private byte[] send(HttpRequest request) {
    try {
      var answer = http.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(
            "DEM-004 the sandbox answered %s %s with %d: %s"
                .formatted(
                    request.method(),
                    request.uri().getPath(),
                    answer.statusCode(),
                    new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8)));
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "DEM-005 the sandbox does not answer at %s; look into sandbox.log.".formatted(base), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
