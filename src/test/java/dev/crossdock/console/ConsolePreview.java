package dev.crossdock.console;

import org.springframework.boot.SpringApplication;

/**
 * The console with made-up figures, for whoever works on its looks: no database, no other system.
 */
final class ConsolePreview {
  private ConsolePreview() {}

  /** Takes {@code --server.port=...} and the like. */
  public static void main(String[] args) {
    var console = new SpringApplication(ConsoleHarness.class);
    console.setDefaultProperties(ConsoleTest.SETTINGS);
    System.setProperty("spring.config.location", "optional:classpath:/no-settings-of-the-hub/");
    console.run(args);
  }
}
