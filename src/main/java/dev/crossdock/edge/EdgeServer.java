package dev.crossdock.edge;

import dev.crossdock.kernel.Capped;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.Http11NioProtocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The door for machines: a web server of its own, with threads of its own and one servlet behind
 * it. Nothing that people use can be reached through it, and no filter made for them stands in a
 * webhook's way. ADR 0009 has the figures.
 */
@Component
@EnableConfigurationProperties(EdgeSettings.class)
public class EdgeServer implements SmartLifecycle, Capped {
  private static final int LARGEST_HEADERS = 16 * 1024;
  private static final int KEEP_ALIVE_MILLIS = 60_000;
  private static final long LONGEST_GOODBYE_NANOS = 3_000_000_000L;

  private final EdgeSettings settings;
  private final Webhooks webhooks;
  private final Api api;
  private volatile @Nullable Tomcat tomcat;
  private volatile @Nullable Http11NioProtocol http;

  EdgeServer(EdgeSettings settings, Webhooks webhooks, Api api) {
    this.settings = settings;
    this.webhooks = webhooks;
    this.api = api;
  }

  /** Where it listens; 0 while it does not. */
  public int port() {
    var running = tomcat;
    return running == null ? 0 : running.getConnector().getLocalPort();
  }

  /** Who finds no thread waits in line; who finds no place in line is not let in. */
  @Override
  public List<Cap> caps() {
    return List.of(
        new Cap("edge-threads", webhooks::inHand, settings::threads, () -> 0),
        new Cap("edge-connections", this::connections, settings::connections, () -> 0));
  }

  private long connections() {
    var running = http;
    return running == null ? 0 : running.getConnectionCount();
  }

  @Override
  public void start() {
    var server = new Tomcat();
    try {
      server.setBaseDir(emptyFolder().toString());
      server.setConnector(connector());
      server.getEngine().setName("edge");
      if (server.getHost() instanceof StandardHost host) {
        host.setErrorReportValveClass(SaysNothing.class.getName());
      }
      serve(server.addContext("", null));
      server.start();
      if (!server.getConnector().getState().isAvailable()) {
        throw new IllegalStateException(taken());
      }
      tomcat = server;
    } catch (LifecycleException | IOException e) {
      throw new IllegalStateException(taken(), e);
    }
  }

  private String taken() {
    return "EDG-001 the edge cannot listen on %s:%d. Free that port, or set hub.edge.port to another (0 for any)."
        .formatted(settings.address(), settings.port());
  }

  private void serve(Context context) {
    context.setParentClassLoader(EdgeServer.class.getClassLoader());
    Tomcat.addServlet(context, "webhooks", new Everything(webhooks, api));
    context.addServletMappingDecoded("/", "webhooks");
  }

  private static Path emptyFolder() throws IOException {
    var folder = Files.createTempDirectory("crossdock-edge");
    folder.toFile().deleteOnExit();
    return folder;
  }

  private Connector connector() {
    var http = new Http11NioProtocol();
    this.http = http;
    http.setAddress(address());
    http.setMaxThreads(settings.threads());
    http.setMinSpareThreads(Math.min(8, settings.threads()));
    http.setMaxConnections(settings.connections());
    http.setConnectionTimeout((int) settings.idle().toMillis());
    http.setKeepAliveTimeout(KEEP_ALIVE_MILLIS);
    http.setMaxKeepAliveRequests(-1);
    http.setUseKeepAliveResponseHeader(false);
    http.setMaxHttpRequestHeaderSize(LARGEST_HEADERS);
    http.setMaxSwallowSize(Webhooks.LARGEST_BODY);
    var connector = new Connector(http);
    connector.setPort(settings.port());
    connector.setXpoweredBy(false);
    connector.setThrowOnFailure(true);
    return connector;
  }

  private InetAddress address() {
    try {
      return InetAddress.getByName(settings.address());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "EDG-002 hub.edge.address is '%s', which is no address of this machine; expected for example 127.0.0.1."
              .formatted(settings.address()),
          e);
    }
  }

  /** Lets requests that are being answered end, and takes no new ones. */
  @Override
  public void stop() {
    var running = tomcat;
    tomcat = null;
    if (running != null) {
      try {
        running.getConnector().pause();
        awaitAnswers();
        running.stop();
        running.destroy();
      } catch (LifecycleException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A request that was taken is answered; Tomcat would interrupt it. */
  private void awaitAnswers() {
    var end = System.nanoTime() + LONGEST_GOODBYE_NANOS;
    while (webhooks.inHand() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Override
  public boolean isRunning() {
    return tomcat != null;
  }

  /** The last to open and the first to close: who is let in finds everything behind it ready. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }

  /** Not a bean: Spring Boot would put it on the server for people too. */
  private static final class Everything extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Webhooks webhooks;
    private final transient Api api;

    Everything(Webhooks webhooks, Api api) {
      this.webhooks = webhooks;
      this.api = api;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getRequestURI().startsWith(Api.PREFIX)) {
        api.serve(request, response);
      } else {
        webhooks.serve(request, response);
      }
    }
  }

  /** A request that is no HTTP is told its status and nothing about us. */
  public static final class SaysNothing extends ErrorReportValve {
    /** As Tomcat makes it. */
    public SaysNothing() {
      setShowReport(false);
      setShowServerInfo(false);
    }
  }
}
