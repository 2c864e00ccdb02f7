package dev.crossdock.sandbox;

import dev.crossdock.sandbox.wire.Call;
import dev.crossdock.sandbox.wire.Reply;
import dev.crossdock.sandbox.wire.WireServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to the stand-ins on which answers get lost after the work was done. */
final class LossyWay implements AutoCloseable {
  private static final List<String> PASSED =
      List.of("X-Shopify-Access-Token", "x-amz-access-token", "Content-Type");

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> toLose = new CopyOnWriteArrayList<>();
  private final URI to;
  private final WireServer server;

  LossyWay(int port) {
    to = URI.create("http://127.0.0.1:" + port);
    try {
      server = new WireServer(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.route("/", this::pass);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.port();
  }

  /** The answer to the next call that says so is lost. */
  void loseAnswerTo(String words) {
    toLose.add(words);
  }

  boolean hasLostAll() {
    return toLose.isEmpty();
  }

  private Reply pass(Call call) {
    var answer = forward(call);
    var said = call.path() + " " + new String(call.body(), StandardCharsets.UTF_8);
    var lost = toLose.stream().filter(said::contains).findFirst();
    if (lost.isPresent() && toLose.remove(lost.get())) {
      return Reply.text(503, "").with("Retry-After", "1");
    }
    var type = answer.headers().firstValue("Content-Type").orElse("application/json");
    return new Reply(answer.statusCode(), type, Map.of(), answer.body(), Duration.ZERO);
  }

  private HttpResponse<byte[]> forward(Call call) {
    var query = new StringBuilder();
    call.query()
        .forEach(
            (name, value) ->
                query
                    .append(query.isEmpty() ? "?" : "&")
                    .append(name)
                    .append('=')
                    .append(java.net.URLEncoder.encode(value, StandardCharsets.UTF_8)));
    var request =
        HttpRequest.newBuilder(to.resolve(call.path() + query))
            .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(call.body()));
    for (var name : PASSED) {
      var value = call.header(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
