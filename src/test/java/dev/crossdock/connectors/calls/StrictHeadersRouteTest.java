package dev.crossdock.connectors.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Attack A-10: no header of a message steers a call, and none reaches the wire that is not meant
 * to.
 */
class StrictHeadersRouteTest {
  private static final Map<String, Object> HOSTILE =
      Map.of(
          "CamelHttpUri", "http://127.0.0.1:1/stolen",
          "CAmelHttpUri", "http://127.0.0.1:1/stolen",
          "CAMELFILENAME", "/etc/passwd",
          "CamelBeanMethodName", "exec",
          "CamelJmsDestinationName", "elsewhere",
          "kafka.OVERRIDE_TOPIC", "elsewhere",
          "operationName", "drop",
          "org.apache.camel.x", "y",
          "Host", "evil.example",
          "X-Forwarded-For", "10.0.0.1");

  private final List<Set<String>> heard = new CopyOnWriteArrayList<>();
  private final CamelContext camel = new DefaultCamelContext();
  private final CountingHeaders consulted = new CountingHeaders();
  private final PoolingHttpClientConnectionManager connections =
      new CallsConfiguration().callConnections();
  private HttpServer server = server();

  /** The strategy itself, and how often it was asked. */
  private static final class CountingHeaders extends StrictHeaders {
    int asked;

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
      asked++;
      return super.applyFilterToCamelHeaders(name, value, exchange);
    }
  }

  @BeforeEach
  void startCamel() {
    server = server();
    var calls = new CallsConfiguration();
    calls
        .strictHttp(consulted, calls.callBounds(), connections)
        .configure("http", camel.getComponent("http"));
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
    server.stop(0);
  }

  @Test
  void isTheOneThatEveryCallConsults() {
    var endpoint = camel.getEndpoint(address(), HttpEndpoint.class);

    assertThat(endpoint.getHeaderFilterStrategy()).isSameAs(consulted);
    assertThat(endpoint.getClientConnectionManager()).isSameAs(connections);
    assertThat(camel.getComponent("http", HttpComponent.class).getHeaderFilterStrategy())
        .isSameAs(consulted);
    send(Map.of("Accept", "application/json"));
    assertThat(consulted.asked).isPositive();
  }

  @Test
  void letsOnlyTheUsualHeadersAndTheCredentialOut() {
    send(
        Map.of(
            "Accept", "application/json",
            "X-Corner-Token", "a-token",
            "X-Forwarded-For", "10.0.0.1",
            "operationName", "drop",
            "CAmelSomething", "x",
            "kafka.OVERRIDE_TOPIC", "elsewhere"));

    assertThat(heard.get(0))
        .contains("accept", "x-corner-token")
        .isSubsetOf(
            "accept",
            "x-corner-token",
            "host",
            "user-agent",
            "connection",
            "accept-encoding",
            "content-length",
            "content-type",
            "transfer-encoding",
            "upgrade");
  }

  @Test
  void letsOnlyTheUsualHeadersOfAnAnswerIn() {
    var answer = send(Map.of());

    var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(answer.getMessage().getHeaders().keySet());
    assertThat(names).contains("Retry-After").doesNotContain("X-Evil", "CAmelHttpUri");
    assertThat(answer.getMessage().getHeader("CamelHttpUri")).isNull();
  }

  @Test
  void stripsWhatWouldSteerACallBeforeItIsSigned() {
    for (var name : HOSTILE.keySet()) {
      assertThat(Headers.isRequest(name)).as(name).isFalse();
    }
  }

  private Exchange send(Map<String, Object> headers) {
    var answer =
        camel
            .createProducerTemplate()
            .send(
                address(),
                exchange -> {
                  exchange.setProperty(Credentials.HEADER, "X-Corner-Token");
                  exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
                });
    assertThat(answer.getException()).isNull();
    return answer;
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/x?throwExceptionOnFailure=false";
  }

  private HttpServer server() {
    try {
      var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      made.createContext(
          "/",
          exchange -> {
            var names = new TreeSet<String>();
            exchange.getRequestHeaders().keySet().forEach(n -> names.add(Headers.lower(n)));
            heard.add(names);
            exchange.getResponseHeaders().add("X-Evil", "1");
            exchange.getResponseHeaders().add("CAmelHttpUri", "http://127.0.0.1:1/");
            exchange.getResponseHeaders().add("Retry-After", "1");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      made.start();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
