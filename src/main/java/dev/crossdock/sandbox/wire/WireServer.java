package dev.crossdock.sandbox.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stand-ins' HTTP server: loopback only, one port for all of them. */
public final class WireServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WireServer.class);
  private static final int THREADS = 16;

  static {
    // without it small answers wait 40 ms for an acknowledgement
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "400");
    System.setProperty("sun.net.httpserver.idleInterval", "300");
  }

  /** Answers the calls under one path. */
  @FunctionalInterface
  public interface Handler {
    /** Answers one call. */
    Reply answer(Call call) throws Exception;
  }

  private final HttpServer server;
  private final ExecutorService workers = Executors.newFixedThreadPool(THREADS, daemon("wire"));
  private final ScheduledExecutorService late =
      Executors.newSingleThreadScheduledExecutor(daemon("wire-late"));

  /** Listens on a port of 127.0.0.1; 0 takes a free one. Nothing is answered before start. */
  public WireServer(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
    server.setExecutor(workers);
  }

  /** Gives all paths under a prefix to a handler. */
  public void route(String prefix, Handler handler) {
    server.createContext(prefix, exchange -> take(exchange, handler));
  }

  /** Begins to answer. */
  public void start() {
    server.start();
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void take(HttpExchange exchange, Handler handler) throws IOException {
    var reply = answer(read(exchange), handler);
    if (reply.delay().isZero()) {
      send(exchange, reply);
      return;
    }
    var unused =
        late.schedule(
            () -> workers.execute(() -> sendQuietly(exchange, reply)),
            reply.delay().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static Call read(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    return new Call(
        exchange.getRequestMethod(),
        uri.getPath(),
        Call.pairs(uri.getRawQuery()),
        exchange.getRequestHeaders(),
        exchange.getRequestBody().readAllBytes());
  }

  private static Reply answer(Call call, Handler handler) {
    try {
      return handler.answer(call);
    } catch (Exception e) {
      LOG.atError().setCause(e).addKeyValue("path", call.path()).log("stand-in failed");
      return Reply.json(
          500, SandboxJson.object().put("error", "the stand-in itself failed; see its log"));
    }
  }

  private static void sendQuietly(HttpExchange exchange, Reply reply) {
    try {
      send(exchange, reply);
    } catch (IOException e) {
      LOG.atDebug().log("caller left before a late answer");
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      var file = reply.file();
      if (file != null) {
        exchange.sendResponseHeaders(reply.status(), Files.size(file));
        Files.copy(file, exchange.getResponseBody());
        return;
      }
      exchange.sendResponseHeaders(
          reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
      if (reply.body().length > 0) {
        exchange.getResponseBody().write(reply.body());
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    end(late);
    end(workers);
  }

  /** Ends some threads, and waits a moment for what they are in the middle of. */
  public static void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.atWarn().log("something was still under way when the sandbox ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Threads that never keep a process alive. */
  public static java.util.concurrent.ThreadFactory daemon(String name) {
    return task -> {
      var thread = new Thread(task, "sandbox-" + name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
