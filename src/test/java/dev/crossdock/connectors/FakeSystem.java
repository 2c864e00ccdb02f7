package dev.crossdock.connectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A system on loopback that remembers what it was told and answers as the test wants. */
final class FakeSystem implements AutoCloseable {
  final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile Function<Heard, Answer> answers = heard -> new Answer(200, Map.of(), "{}");

  /** One request, its header names in lower case. */
  record Heard(String method, String path, Map<String, String> headers, String body) {}

  /** One answer. */
  record Answer(int status, Map<String, String> headers, String body) {}

  FakeSystem() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  FakeSystem answering(Function<Heard, Answer> wanted) {
    answers = wanted;
    return this;
  }

  FakeSystem answering(int status, Map<String, String> headers, String body) {
    return answering(heard -> new Answer(status, headers, body));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = new TreeMap<String, String>();
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) ->
                  headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var said =
          new Heard(
              exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
      heard.add(said);
      var answer = answers.apply(said);
      answer.headers().forEach(exchange.getResponseHeaders()::add);
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
