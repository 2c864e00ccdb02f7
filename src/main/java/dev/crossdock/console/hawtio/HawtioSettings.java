package dev.crossdock.console.hawtio;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * What must hold for the console to be safe, whatever a settings file says; and, below that, what
 * holds unless a settings file says otherwise.
 */
public final class HawtioSettings implements EnvironmentPostProcessor {
  private static final Map<String, Object> ALWAYS =
      Map.of(
          "hawtio.authenticationEnabled", "true",
          "hawtio.authenticationContainerDiscoveryClasses", SpringSecurityBridge.class.getName(),
          "hawtio.roles", "admin,viewer",
          "hawtio.disableProxy", "true",
          "management.endpoints.web.base-path", "/",
          "management.endpoints.web.discovery.enabled", "false",
          "management.endpoints.web.exposure.include", "health,info,prometheus,hawtio,jolokia");

  private static final Map<String, Object> UNLESS_SAID =
      Map.of(
          "spring.jmx.enabled", "true",
          "spring.jmx.registration-policy", "replace_existing",
          "management.endpoint.health.probes.enabled", "true",
          "management.endpoint.health.show-details", "when-authorized",
          "management.endpoints.jmx.exposure.exclude", "*",
          "server.servlet.session.timeout", "12h",
          "server.servlet.session.cookie.name", "CROSSDOCK-${server.port:8080}",
          "server.error.include-message", "never");

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    var sources = environment.getPropertySources();
    sources.addFirst(new MapPropertySource("console, always", ALWAYS));
    sources.addLast(new MapPropertySource("console, unless said otherwise", UNLESS_SAID));
  }
}
