package dev.crossdock.platform.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Opens the door for machines beside the one for people, with threads of its own. */
@Component
class EdgeConnector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  private final EdgeSettings settings;
  private final ListeningPorts ports;

  EdgeConnector(EdgeSettings settings, ListeningPorts ports) {
    this.settings = settings;
    this.ports = ports;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    var connector = connector();
    ports.edge(connector);
    factory.addAdditionalTomcatConnectors(connector);
  }

  private Connector connector() {
    var connector = new Connector(Http11NioProtocol.class.getName());
    connector.setPort(settings.port());
    connector.setXpoweredBy(false);
    connector.setProperty("server", "");
    if (connector.getProtocolHandler() instanceof Http11NioProtocol http) {
      http.setAddress(address());
      http.setMaxThreads(settings.threads());
      http.setMinSpareThreads(Math.min(8, settings.threads()));
      http.setMaxConnections(settings.connections());
      http.setConnectionTimeout((int) settings.idle().toMillis());
      http.setKeepAliveTimeout(60_000);
      http.setMaxKeepAliveRequests(-1);
      http.setMaxHttpRequestHeaderSize(16 * 1024);
      http.setMaxSwallowSize(2 * 1024 * 1024);
    }
    return connector;
  }

  private InetAddress address() {
    try {
      return InetAddress.getByName(settings.address());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "PLT-010 hub.edge.address is '%s', which is no address of this machine; expected for example 127.0.0.1."
              .formatted(settings.address()),
          e);
    }
  }
}
