package dev.crossdock.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.sandbox.market.MarketTokens;
import dev.crossdock.sandbox.wire.Call;
import dev.crossdock.sandbox.wire.Reply;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.wire.WireServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A running sandbox with a fresh database, and a hub that only listens. */
final class SandboxFixture implements AutoCloseable {
  static final String CONTROL_TOKEN = "control-token";
  static final String SHOP_TOKEN = "shpat_test";
  static final String SHOP_SECRET = "shop-secret";
  static final MarketTokens.Credentials MARKET =
      new MarketTokens.Credentials("client", "client-secret", "Atzr|refresh");

  final WireServer hub;
  final List<Call> heard = new CopyOnWriteArrayList<>();
  final Path folder;
  volatile int hubAnswers = 200;
  private final SandboxSettings settings;
  private final HttpClient client = HttpClient.newHttpClient();
  private Sandbox sandbox;

  SandboxFixture() {
    try {
      folder = Files.createTempDirectory("sandbox");
      hub = new WireServer(0);
      hub.route(
          "/webhooks/",
          call -> {
            heard.add(call);
            return Reply.json(hubAnswers, Map.of());
          });
      hub.start();
      settings =
          new SandboxSettings(
              0,
              SandboxDatabases.fresh(),
              "postgres",
              URI.create("http://127.0.0.1:" + hub.port()),
              folder.resolve("drops"),
              folder.resolve("data"),
              7,
              new SandboxSettings.Secrets(
                  "postgres", CONTROL_TOKEN, SHOP_TOKEN, SHOP_SECRET, "tills-token", MARKET));
      sandbox = Sandbox.start(settings, Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Sandbox sandbox() {
    return sandbox;
  }

  String databaseUrl() {
    return settings.jdbcUrl();
  }

  void restart() throws IOException {
    sandbox.close();
    sandbox = Sandbox.start(settings, Clock.systemUTC());
  }

  record Answer(int status, JsonNode json, HttpResponse<byte[]> http) {
    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }
  }

  Answer call(String method, String path, @Nullable Object body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sandbox.port() + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(
                        body instanceof String text
                            ? text.getBytes(java.nio.charset.StandardCharsets.UTF_8)
                            : SandboxJson.bytes(body)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      var json =
          answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json")
              ? SandboxJson.read(answer.body())
              : SandboxJson.object();
      return new Answer(answer.statusCode(), json, answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode control(String method, String path, @Nullable Object body) {
    return call(method, "/control/" + path, body, "Authorization", "Bearer " + CONTROL_TOKEN)
        .json();
  }

  Answer graphql(String query, Map<String, Object> variables) {
    return call(
        "POST",
        "/shopify/admin/api/2026-07/graphql.json",
        Map.of("query", query, "variables", variables),
        "X-Shopify-Access-Token",
        SHOP_TOKEN);
  }

  List<Call> heard(String topic) {
    return heard.stream().filter(call -> call.path().endsWith(topic)).toList();
  }

  @Override
  public void close() {
    sandbox.close();
    hub.close();
  }
}
