package dev.crossdock.platform.web;

import dev.crossdock.platform.Ports;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Remembers which port the web server was given. */
@Component
class ListeningPorts implements Ports {
  private volatile int console;

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
}
