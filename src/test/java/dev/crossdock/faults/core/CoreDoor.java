package dev.crossdock.faults.core;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.crossdock.connectors.Channels;
import dev.crossdock.delivery.Heard;
import dev.crossdock.delivery.Inbox;
import dev.crossdock.delivery.ParkedFilter;
import dev.crossdock.delivery.Replays;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.sync.OneRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;

/** Where messages come in; 204 when they are kept, 503 when they are not. */
final class CoreDoor {
  private static final Logger LOG = LoggerFactory.getLogger(CoreDoor.class);

  private final ApplicationContext hub;
  private final Inbox inbox;
  private final Channels channels;
  private final HttpServer server;

  CoreDoor(ApplicationContext hub) throws IOException {
    this.hub = hub;
    this.inbox = hub.getBean(Inbox.class);
    this.channels = hub.getBean(Channels.class);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newFixedThreadPool(16));
    server.createContext("/", this::serve);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /**
   * {@code /keep/<channel>/<topic>}, {@code /file/<channel>/<topic>}, {@code
   * /sync/<channel>/<read>}, {@code /replay/<key>}.
   */
  private void serve(HttpExchange call) throws IOException {
    var path = call.getRequestURI().getPath().split("/", 4);
    var body = call.getRequestBody().readAllBytes();
    int status = 204;
    try {
      switch (path[1]) {
        case "keep" -> keep(path[2], path[3], call.getRequestHeaders().getFirst("X-Id"), body);
        case "file" ->
            inbox.keepFile(
                Path.of(new String(body, java.nio.charset.StandardCharsets.UTF_8)).toFile(),
                path[2],
                path[3],
                null);
        case "sync" -> OneRun.of(hub, path[2], path[3]);
        case "replay" -> replay(path[2]);
        default -> status = 404;
      }
    } catch (HubException e) {
      status = 503;
    } catch (RuntimeException | InterruptedException e) {
      LOG.atWarn().setCause(e).log("{} failed", call.getRequestURI());
      status = 503;
    }
    call.sendResponseHeaders(status, -1);
    call.close();
  }

  private void replay(String key) {
    var all = new Replays.Request(key, null, ParkedFilter.ALL, null);
    LOG.info("replaying {}", hub.getBean(Replays.class).start(all, "somebody"));
  }

  private void keep(String channel, String topic, String id, byte[] body) {
    var manifest = channels.manifestOf(channels.find(channel).orElseThrow());
    var known = manifest.topic(topic).orElseThrow();
    var key = Json.read(body).at(known.orderKey().substring("body:".length())).asText();
    inbox.keep(
        Heard.webhook(
            channel,
            topic,
            known.intake(),
            key,
            id,
            body,
            Map.of(),
            hub.getBean(Clock.class).instant()));
  }
}
