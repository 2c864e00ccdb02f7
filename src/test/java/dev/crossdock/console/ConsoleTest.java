package dev.crossdock.console;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** A test of the console alone, with its own port. */
@SpringBootTest(
    classes = ConsoleHarness.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "hub.data-dir=target/console-test",
      "camel.main.name=console-test",
      "camel.main.routes-include-enabled=false",
      "spring.quartz.properties.org.quartz.scheduler.jmx.export=true",
      "spring.artemis.mode=embedded",
      "spring.artemis.embedded.persistent=false"
    })
abstract class ConsoleTest {}
