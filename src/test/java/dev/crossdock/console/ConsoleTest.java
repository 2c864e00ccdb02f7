package dev.crossdock.console;

import java.util.Map;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A test of the console alone, with its own port. */
@SpringBootTest(
    classes = ConsoleHarness.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "spring.config.location=optional:classpath:/no-settings-of-the-hub/")
abstract class ConsoleTest {
  static final Map<String, Object> SETTINGS =
      Map.of(
          "spring.jmx.enabled", "true",
          "hub.data-dir", "target/console-test",
          "camel.main.name", "console-test",
          "camel.main.routes-include-enabled", "false",
          "spring.quartz.properties.org.quartz.scheduler.jmx.export", "true",
          "spring.artemis.mode", "embedded",
          "spring.artemis.embedded.persistent", "false");

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    SETTINGS.forEach((name, value) -> registry.add(name, () -> value));
  }
}
