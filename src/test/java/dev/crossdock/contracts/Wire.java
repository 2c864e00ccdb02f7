package dev.crossdock.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** The project's kamelets, running, with someone at the other end who writes down what comes. */
final class Wire implements AutoCloseable {
  private final CamelContext camel = new DefaultCamelContext();
  private final HttpServer server;
  private volatile @Nullable Request last;

  /** What came: the method, the path as it was spelt, the query, the body. */
  record Request(
      String method, String path, String query, String body, Map<String, String> headers) {
    String parameter(String name) {
      for (var pair : query.split("&", -1)) {
        if (pair.startsWith(name + "=")) {
          return java.net.URLDecoder.decode(
              pair.substring(name.length() + 1), StandardCharsets.UTF_8);
        }
      }
      return "";
    }

    java.util.Set<String> parameters() {
      return java.util.Arrays.stream(query.split("&", -1))
          .map(pair -> pair.replaceFirst("=.*", ""))
          .collect(Collectors.toSet());
    }
  }

  Wire() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    var kamelets = new KameletComponent();
    try (var folders = Files.list(Path.of("connectors"))) {
      kamelets.setLocation(
          folders.map(folder -> "file:" + folder).collect(Collectors.joining(",")));
    }
    camel.addComponent("kamelet", kamelets);
    camel.start();
  }

  CamelContext camel() {
    return camel;
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What leaves the hub when a kamelet is given this. */
  Request send(String kamelet, JsonNode body) {
    try (var template = camel.createProducerTemplate()) {
      var answer = template.send(kamelet, exchange -> exchange.getMessage().setBody(body));
      if (answer.getException() != null) {
        throw new IllegalStateException(answer.getException());
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    var request = last;
    if (request == null) {
      throw new IllegalStateException("nothing came");
    }
    return request;
  }

  private void answer(HttpExchange call) throws IOException {
    var uri = call.getRequestURI();
    var headers =
        call.getRequestHeaders().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().get(0)));
    last =
        new Request(
            call.getRequestMethod(),
            uri.getRawPath(),
            uri.getRawQuery() == null ? "" : uri.getRawQuery(),
            new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            headers);
    call.sendResponseHeaders(200, 2);
    call.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
    call.close();
  }

  @Override
  public void close() {
    camel.stop();
    server.stop(0);
  }
}
