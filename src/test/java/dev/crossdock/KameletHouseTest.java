package dev.crossdock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.crossdock.lint.Lint;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** No kamelet lies about itself. */
class KameletHouseTest {
  @TestFactory
  Stream<DynamicTest> tellsTheTruth() {
    var lint = new Lint();
    return Sources.below(Path.of("connectors"), ".kamelet.yaml").stream()
        .map(file -> dynamicTest(file.toString(), () -> assertThat(lint.check(file)).isEmpty()));
  }
}
