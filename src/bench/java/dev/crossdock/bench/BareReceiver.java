package dev.crossdock.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.crossdock.platform.database.BenchDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The least that keeps a webhook's promise: JDK HTTP server, signature check, insert with shared
 * commits, and nothing else. What the hub's edge is measured against.
 */
public final class BareReceiver {
  private static final int THREADS = 64;

  private final WebShop shop;
  private final SecretKeySpec secret;
  private final BareInbox inbox;

  private BareReceiver(WebShop shop, SecretKeySpec secret, BareInbox inbox) {
    this.shop = shop;
    this.secret = secret;
    this.inbox = inbox;
  }

  /** Runs it until its input ends. */
  public static void main(String[] args) throws Exception {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var shop = WebShop.read();
    var secret = new SecretKeySpec(System.getenv("BENCH_SECRET").getBytes(UTF_8), "HmacSHA256");
    var threads = Executors.newFixedThreadPool(THREADS);
    try (var database = BenchDatabase.start(Path.of(Arguments.of(args).text("folder")));
        var inbox = BareInbox.on(database.owner())) {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var server = HttpServer.create(address, 1024);
      server.setExecutor(threads);
      server.createContext(shop.path(), new BareReceiver(shop, secret, inbox)::take);
      server.start();
      System.out.println("ready " + server.getAddress().getPort());
      while (System.in.read() >= 0) {
        // until whoever started it closes the other end
      }
      server.stop(0);
    } finally {
      threads.shutdownNow();
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(keep(exchange, body), -1);
    }
  }

  private int keep(HttpExchange exchange, byte[] body) {
    var headers = exchange.getRequestHeaders();
    if (!genuine(headers.getFirst(shop.signatureHeader()), body)) {
      return 401;
    }
    try {
      var id = headers.getFirst(shop.idHeader());
      inbox.keep(new BareInbox.Webhook(id == null ? "" : id, body)).get();
      return 200;
    } catch (ExecutionException e) {
      return 503;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 503;
    }
  }

  private boolean genuine(@org.jspecify.annotations.Nullable String signature, byte[] body) {
    if (signature == null) {
      return false;
    }
    try {
      var mac = Mac.getInstance(secret.getAlgorithm());
      mac.init(secret);
      return MessageDigest.isEqual(mac.doFinal(body), Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }
}
