package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds a mapping against its examples: each must come out as it says, no field may be misspelt,
 * and every field of the examples is either read or ignored on purpose.
 */
public final class MappingCheck {
  private final MappingFolder folder;
  private final Path home;
  private final CanonicalSchemas schemas;

  private MappingCheck(MappingFolder folder, Path home, CanonicalSchemas schemas) {
    this.folder = folder;
    this.home = home;
    this.schemas = schemas;
  }

  /**
   * Checks for one folder of mappings, read now.
   *
   * @param mappings the folder, for example {@code mappings}
   * @param home the folder that {@code inputFile} of an example starts from
   */
  public static MappingCheck of(Path mappings, Path home) {
    return new MappingCheck(
        new MappingFolder(mappings), home, CanonicalSchemas.readOrNone(mappings));
  }

  /**
   * An example that can be tried.
   *
   * @param name its lesson, after the name of its mapping
   * @param attempt what is wrong with it, if anything
   */
  public record NamedExample(String name, java.util.function.Supplier<Optional<Finding>> attempt) {}

  /** Every mapping there is. */
  public List<String> names() {
    return folder.names();
  }

  /** What is wrong with the schemas in {@code canonical/}. */
  public List<Finding> schemas() {
    try {
      CanonicalSchemas.read(folder.root());
      return List.of();
    } catch (DoesNotCompile e) {
      return List.of(e.finding());
    }
  }

  /** Everything that is wrong with one mapping or its examples. */
  public List<Finding> check(String name) {
    try {
      var mapping = folder.load(name, schemas);
      var findings = new ArrayList<>(moneyArithmetic(name));
      if (!Files.exists(folder.examplesOf(name))) {
        findings.add(
            in(
                folder.fileOf(name),
                1,
                "MAP-006",
                "has no examples; write %s with one that is accepted and one that is refused."
                    .formatted(folder.examplesOf(name).getFileName())));
        return findings;
      }
      findings.addAll(check(mapping, ExamplesFile.read(folder.examplesOf(name), home)));
      return findings;
    } catch (DoesNotCompile e) {
      return List.of(e.finding());
    }
  }

  /** The examples of one mapping, to be tried one by one. */
  public List<NamedExample> examples(String name) {
    try {
      var mapping = folder.load(name, schemas);
      var examples = ExamplesFile.read(folder.examplesOf(name), home);
      return examples.examples().stream()
          .map(
              example ->
                  new NamedExample(
                      name + ": " + example.name(),
                      () ->
                          Optional.ofNullable(
                              attempt(mapping, examples.file(), example, new Recorder()))))
          .toList();
    } catch (DoesNotCompile e) {
      return List.of(new NamedExample(name, () -> Optional.of(e.finding())));
    }
  }

  private List<Finding> check(LoadedMapping mapping, ExamplesFile examples) {
    var findings = new ArrayList<Finding>();
    if (!examples.accepts() || !examples.refuses()) {
      findings.add(
          in(
              examples.file(),
              1,
              "MAP-026",
              "needs at least one example that is accepted (output) and one that is refused or ignored."));
    }
    if (examples.schema() != null && !schemas.has(examples.schema())) {
      findings.add(
          in(
              examples.file(),
              1,
              "MAP-027",
              "names the schema '%s', which is not in canonical/.".formatted(examples.schema())));
    }
    var coverage = new Coverage();
    for (var example : examples.examples()) {
      var recorder = new Recorder();
      var finding = attempt(mapping, examples.file(), example, recorder);
      if (finding != null) {
        findings.add(finding);
      }
      coverage.add(example, recorder);
    }
    findings.addAll(coverage.findings(folder.sourcesOf(mapping.name()), examples));
    return findings;
  }

  private static @Nullable Finding attempt(
      LoadedMapping mapping, Path file, Example example, Recorder recorder) {
    try {
      var made =
          example
              .given()
              .translation()
              .during(() -> mapping.run(example.input(), example.given().variables(), recorder));
      return example.output() == null
          ? unlike(file, example, "it was accepted: " + Json.text(made))
          : compare(file, example, example.output(), made);
    } catch (Ignored e) {
      return e.rule().equals(example.ignoredBy())
          ? null
          : unlike(file, example, "it was ignored by " + e.rule());
    } catch (HubException e) {
      return asExpected(example, e.failure())
          ? null
          : unlike(file, example, "it was refused: " + e.getMessage());
    }
  }

  private static boolean asExpected(Example example, Failure failure) {
    var expected = example.refused();
    return expected != null
        && expected.code().equals(failure.code())
        && (expected.at() == null || expected.at().equals(pointer(failure)));
  }

  private static @Nullable String pointer(Failure failure) {
    if (failure instanceof Failure.Data data) {
      return data.pointer();
    }
    return failure instanceof Failure.UnknownReference unknown ? unknown.pointer() : null;
  }

  /** Both are printed and read again first, so that 4 is 4 whatever it was made of. */
  private static @Nullable Finding compare(
      Path file, Example example, JsonNode expected, JsonNode made) {
    var difference =
        Difference.between(Json.read(Json.write(expected)), Json.read(Json.write(made)));
    return difference == null ? null : unlike(file, example, difference);
  }

  private static Finding unlike(Path file, Example example, String what) {
    return in(
        file,
        example.line(),
        "MAP-005",
        "'%s': %s.".formatted(example.name(), what.replaceFirst("\\.$", "")));
  }

  private List<Finding> moneyArithmetic(String name) {
    try {
      return JsltSyntax.of(Files.readString(folder.fileOf(name)), false).moneyArithmetic().stream()
          .map(
              place ->
                  in(
                      folder.fileOf(name),
                      place.line(),
                      "MAP-008",
                      "reckons with money in doubles at '%s'; use money-add, money-mul, money-sum or money-neg."
                          .formatted(place.word())))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (com.schibsted.spt.data.jslt.parser.ParseException e) {
      return List.of();
    }
  }

  private static Finding in(Path file, int line, String code, String sentence) {
    return new Finding(file.toString(), line, code, sentence);
  }
}
