package dev.crossdock.connectors.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallBoundsTest {
  private static final int MOST = 100_000;
  private final CallBounds bounds = new CallBounds(Duration.ofMillis(700), MOST);
  private HttpServer server = start(exchange -> {});

  @AfterEach
  void stop() {
    server.stop(0);
    bounds.destroy();
  }

  @Test
  void endsACallThatDripsWithoutEnd() {
    answering(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (true) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
          }
        });
    var began = System.nanoTime();

    assertThatThrownBy(this::call).isInstanceOf(IOException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void endsACallThatIsNeverAnswered() {
    answering(exchange -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(20)));
    var began = System.nanoTime();

    assertThatThrownBy(this::call).isInstanceOf(IOException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void unpacksABombNoFurtherThanItMay() throws IOException {
    answering(
        exchange -> {
          exchange.getResponseHeaders().add("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, 0);
          try (var packed = new GZIPOutputStream(exchange.getResponseBody())) {
            zeroes(packed, 300);
          }
        });

    assertThat(call()).isEqualTo(MOST + 1);
  }

  @Test
  void readsNoFurtherIntoABodyWithoutEnd() throws IOException {
    answering(
        exchange -> {
          exchange.sendResponseHeaders(200, 1L << 40);
          zeroes(exchange.getResponseBody(), 1 << 20);
        });

    assertThat(call()).isEqualTo(MOST + 1);
  }

  @Test
  void leavesAnOrdinaryAnswerAsItIs() throws IOException {
    answering(
        exchange -> {
          exchange.sendResponseHeaders(200, MOST);
          exchange.getResponseBody().write(new byte[MOST]);
        });

    assertThat(call()).isEqualTo(MOST);
    assertThat(call()).isEqualTo(MOST);
  }

  private static void zeroes(OutputStream out, int blocks) throws IOException {
    var zeroes = new byte[1 << 20];
    for (int i = 0; i < blocks; i++) {
      out.write(zeroes);
    }
  }

  private void answering(HttpHandler answer) {
    server.stop(0);
    server = start(answer);
  }

  private static HttpServer start(HttpHandler answer) {
    try {
      var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      made.createContext("/", exchange -> quietly(exchange, answer));
      made.setExecutor(Executors.newCachedThreadPool());
      made.start();
      return made;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void quietly(HttpExchange exchange, HttpHandler answer) {
    try (exchange) {
      answer.handle(exchange);
    } catch (IOException e) {
      // the caller went away, as it should
    }
  }

  private long call() throws IOException {
    var builder = HttpClients.custom().disableAutomaticRetries();
    bounds.configureHttpClient(builder);
    try (var client = builder.build()) {
      return client.execute(
          new HttpPost("http://127.0.0.1:" + server.getAddress().getPort()),
          response -> {
            try (var content = response.getEntity().getContent()) {
              return content.transferTo(OutputStream.nullOutputStream());
            }
          });
    }
  }
}
