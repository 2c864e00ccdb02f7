package dev.crossdock;

import java.io.ObjectInputFilter;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.modulith.Modulithic;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the hub. */
@SpringBootApplication(
    exclude = FlywayAutoConfiguration.class) // platform migrates, as the owner of the tables
@EnableScheduling
@Modulithic(systemName = "Crossdock")
public class CrossdockApplication {

  /** What {@code java -jar crossdock.jar} runs. */
  public static void main(String[] args) {
    refuseJavaObjects();
    Commands.run(args).ifPresent(System::exit);
  }

  /** Nobody sends us Java objects, so nothing may ever read one (rule R22). */
  private static void refuseJavaObjects() {
    if (ObjectInputFilter.Config.getSerialFilter() == null) {
      ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter("!*"));
    }
  }
}
