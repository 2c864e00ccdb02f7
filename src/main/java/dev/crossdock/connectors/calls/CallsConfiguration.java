package dev.crossdock.connectors.calls;

import dev.crossdock.kernel.Capped;
import dev.crossdock.kernel.Capped.Cap;
import java.time.Duration;
import java.util.List;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How Camel's own parts are set up for calls to channels. */
@Configuration(proxyBeanMethods = false)
class CallsConfiguration {
  private static final long CONNECT_MILLIS = 2_000;
  private static final long ANSWER_MILLIS = 10_000;
  static final int CONNECTIONS = 64;
  static final int CONNECTIONS_OF_ONE = 16;

  @Bean
  MonotonicTime monotonicTime() {
    return System::nanoTime;
  }

  /** A whole megabyte may be read of an answer; who reads it says that more is too much. */
  @Bean
  CallBounds callBounds() {
    return new CallBounds(Duration.ofMillis(ANSWER_MILLIS), AnswerBody.MOST);
  }

  /** One pool for all calls; left to itself, Camel makes one for each address it calls. */
  @Bean(destroyMethod = "close")
  PoolingHttpClientConnectionManager callConnections() {
    var timeouts =
        ConnectionConfig.custom()
            .setConnectTimeout(Timeout.ofMilliseconds(CONNECT_MILLIS))
            .setSocketTimeout(Timeout.ofMilliseconds(ANSWER_MILLIS))
            .build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDefaultConnectionConfig(timeouts)
        .setMaxConnTotal(CONNECTIONS)
        .setMaxConnPerRoute(CONNECTIONS_OF_ONE)
        .build();
  }

  /** Of all systems together, and of the one that uses most of what it may. */
  @Bean
  Capped callCaps(PoolingHttpClientConnectionManager connections) {
    return () ->
        List.of(
            new Cap(
                "call-connections",
                () -> connections.getTotalStats().getLeased(),
                () -> CONNECTIONS,
                () -> 0),
            new Cap(
                "call-connections-of-one",
                () ->
                    connections.getRoutes().stream()
                        .mapToInt(one -> connections.getStats(one).getLeased())
                        .max()
                        .orElse(0),
                () -> CONNECTIONS_OF_ONE,
                () -> 0));
  }

  /** No redirects, no cookies, no retries of its own, no header but those that are meant. */
  @Bean
  ComponentCustomizer strictHttp(
      StrictHeaders headers, CallBounds bounds, PoolingHttpClientConnectionManager connections) {
    return ComponentCustomizer.forType(
        HttpComponent.class,
        http -> {
          http.setHeaderFilterStrategy(headers);
          http.setFollowRedirects(false);
          http.setRedirectHandlingDisabled(true);
          http.setCookieManagementDisabled(true);
          http.setAutomaticRetriesDisabled(true);
          http.setCopyHeaders(false);
          http.setHttpClientConfigurer(bounds);
          http.setClientConnectionManager(connections);
          http.setConnectTimeout(CONNECT_MILLIS);
          http.setResponseTimeout(ANSWER_MILLIS);
          http.setConnectionRequestTimeout(CONNECT_MILLIS);
        });
  }

  /**
   * Kamelets come from the connectors' folders, where the live files put them; never by surprise.
   */
  @Bean
  ComponentCustomizer kameletsFromConnectors() {
    return ComponentCustomizer.forType(
        KameletComponent.class,
        kamelets -> {
          kamelets.setLocation("file:connectors");
          kamelets.setTimeout(CONNECT_MILLIS);
        });
  }
}
