package dev.crossdock.connectors.calls;

import java.time.Duration;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.spi.ComponentCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How Camel's own parts are set up for calls to channels. */
@Configuration(proxyBeanMethods = false)
class CallsConfiguration {
  private static final long CONNECT_MILLIS = 2_000;
  private static final long ANSWER_MILLIS = 10_000;
  private static final int CONNECTIONS = 64;

  @Bean
  MonotonicTime monotonicTime() {
    return System::nanoTime;
  }

  /** A whole megabyte may be read of an answer; who reads it says that more is too much. */
  @Bean
  CallBounds callBounds() {
    return new CallBounds(Duration.ofMillis(ANSWER_MILLIS), AnswerBody.MOST);
  }

  /** No redirects, no cookies, no retries of its own, no header but those that are meant. */
  @Bean
  ComponentCustomizer strictHttp(StrictHeaders headers, CallBounds bounds) {
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
          http.setConnectTimeout(CONNECT_MILLIS);
          http.setResponseTimeout(ANSWER_MILLIS);
          http.setConnectionRequestTimeout(CONNECT_MILLIS);
          http.setMaxTotalConnections(CONNECTIONS);
          http.setConnectionsPerRoute(CONNECTIONS / 4);
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
