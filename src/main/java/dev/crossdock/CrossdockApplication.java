package dev.crossdock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.modulith.Modulithic;

/** Starts the hub. */
@SpringBootApplication(exclude = FlywayAutoConfiguration.class) // platform migrates, as the owner
@Modulithic(systemName = "Crossdock")
public class CrossdockApplication {

  /** What {@code java -jar crossdock.jar} runs. */
  public static void main(String[] args) {
    SpringApplication.run(CrossdockApplication.class, args);
  }
}
