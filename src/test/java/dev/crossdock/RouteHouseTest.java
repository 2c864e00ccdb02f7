package dev.crossdock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.crossdock.lint.Lint;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every route calls only steps, reaches only where it may, and says what happens when it fails. */
class RouteHouseTest {
  @TestFactory
  Stream<DynamicTest> keepsToTheHouse() {
    var lint = new Lint();
    return Sources.below(Path.of("routes"), ".yaml").stream()
        .map(file -> dynamicTest(file.toString(), () -> assertThat(lint.check(file)).isEmpty()));
  }
}
