package dev.crossdock.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTest {

  @Test
  void remembersWhereEachValueStands() {
    var document = Yaml.read("a: 1\nb:\n  - c: x\n  - c: y\n\"d/e\": z\n");

    assertThat(document.line("/b/1/c")).isEqualTo(4);
    assertThat(document.line("/d~1e")).isEqualTo(5);
    assertThat(document.line("/b/1/missing/deeper")).isEqualTo(4);
    assertThat(document.line("")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12                  | 12",
        "820982911946154508  | 820982911946154508",
        "10.00               | 10.00",
        "007                 | \"007\"",
        "1_000               | \"1_000\"",
        "1e3                 | \"1e3\"",
        "12:30:00            | \"12:30:00\"",
        "2026-06-01          | \"2026-06-01\"",
        "2026-06-01 09:30:00 | \"2026-06-01 09:30:00\"",
        "yes                 | \"yes\"",
        "no                  | \"no\"",
        "true                | true",
        "~                   | null",
        "\"17\"              | \"17\"",
      })
  void readsOnlyWhatJsonCouldSay(String written, String meant) {
    assertThat(Json.text(Yaml.read("v: " + written).root().get("v"))).isEqualTo(meant);
  }

  @Test
  void readsAnEmptyFileAsNothing() {
    assertThat(Yaml.read("# only a comment\n").root().isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 1\\na: 2          | 2",
        "a: [1                | 1",
        "a: !!java.io.File x  | 1",
        "? [a]\\n: b          | 1",
        "a: 1\\n--- \\nb: 2   | 2",
        "a: &x [*x]           | 1",
      })
  void refusesWhatItDoesNotKnowAndSaysWhere(String text, int line) {
    assertThatThrownBy(() -> Yaml.read(text.replace("\\n", "\n")))
        .isInstanceOfSatisfying(Yaml.Unreadable.class, e -> assertThat(e.line()).isEqualTo(line));
  }
}
