package dev.crossdock.console;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Takes the picture of the README from a hub that runs, once somebody asks for it:
 *
 * <pre>{@code
 * ./mvnw spring-boot:run
 * ./mvnw test -Dtest=ReadmePicture -Dpicture.of=http://localhost:8080
 * }</pre>
 */
class ReadmePicture {

  @Test
  @EnabledIfSystemProperty(named = "picture.of", matches = "http.*")
  void isTakenFromARunningHub() throws Exception {
    var password = System.getProperty("picture.password", ".crossdock/secrets/console-viewer");
    Photographer.main(
        new String[] {
          System.getProperty("picture.of"),
          "viewer",
          password,
          Path.of("src/docs/images").toString()
        });
  }
}
