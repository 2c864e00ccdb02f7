package dev.crossdock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.crossdock.mapping.MappingCheck;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each example beside a mapping is a test by its own name. */
class MappingExamplesTest {
  private final MappingCheck check = MappingCheck.of(Path.of("mappings"), Path.of(""));

  @TestFactory
  Stream<DynamicTest> doesWhatEachExampleSays() {
    return check.names().stream()
        .flatMap(name -> check.examples(name).stream())
        .map(
            example ->
                dynamicTest(example.name(), () -> assertThat(example.attempt().get()).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> readsEveryFieldOrSaysWhyNot() {
    return check.names().stream()
        .map(name -> dynamicTest(name, () -> assertThat(check.check(name)).isEmpty()));
  }
}
