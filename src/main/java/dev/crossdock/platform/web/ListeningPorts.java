package dev.crossdock.platform.web;

import dev.crossdock.platform.Ports;
import org.apache.catalina.connector.Connector;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Remembers which ports the web server was given. */
@Component
class ListeningPorts implements Ports {
  private volatile int console;
  private volatile @Nullable Connector edge;

  void edge(Connector connector) {
    edge = connector;
  }

  @EventListener
  void started(ServletWebServerInitializedEvent event) {
    if (event.getApplicationContext().getServerNamespace() == null) {
      console = event.getWebServer().getPort();
    }
  }

  @Override
  public int console() {
    return console;
  }

  @Override
  public int edge() {
    var connector = edge;
    return connector == null ? 0 : connector.getLocalPort();
  }
}
