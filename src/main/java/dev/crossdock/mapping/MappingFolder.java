package dev.crossdock.mapping;

import dev.crossdock.kernel.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files under {@code mappings/}: which there are, and what each says. */
final class MappingFolder {
  private static final String LIBRARY = "lib/";
  private static final String ENDING = ".jslt";
  private static final Pattern SCHEMA = Pattern.compile("(?m)^schema:\\s*\"?([\\w./-]+)");

  private final Path root;
  private final JsltCompiler compiler;

  MappingFolder(Path root) {
    this.root = root;
    this.compiler = new JsltCompiler(root);
  }

  Path root() {
    return root;
  }

  /**
   * Every mapping's name, {@code <domain>/<from>-to-<to>}; what stands in {@code lib} is only
   * imported.
   */
  List<String> names() {
    return files().map(this::nameOf).filter(name -> !name.startsWith(LIBRARY)).toList();
  }

  /** A mapping's own file first, then all that it may import. */
  List<Path> sourcesOf(String name) {
    return Stream.concat(
            Stream.of(fileOf(name)), files().filter(file -> nameOf(file).startsWith(LIBRARY)))
        .toList();
  }

  Path fileOf(String name) {
    return root.resolve(name + ENDING);
  }

  Path examplesOf(String name) {
    return root.resolve(name + ".examples.yaml");
  }

  /**
   * Reads and compiles one.
   *
   * @throws DoesNotCompile with the line
   */
  LoadedMapping load(String name, CanonicalSchemas schemas) {
    try {
      var text = Files.readString(fileOf(name));
      var mapping = compiler.compile(fileOf(name), text);
      return new LoadedMapping(name, versionOf(text), mapping, schemaOf(name), schemas);
    } catch (IOException e) {
      throw new DoesNotCompile(
          new Finding(fileOf(name).toString(), 1, "MAP-025", "cannot be read as UTF-8: " + e));
    }
  }

  private static String versionOf(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The examples name the canonical schema; only that line of them is needed to run. */
  private @Nullable String schemaOf(String name) throws IOException {
    var examples = examplesOf(name);
    if (!Files.exists(examples)) {
      return null;
    }
    var line = SCHEMA.matcher(Files.readString(examples));
    return line.find() ? CanonicalSchemas.nameOf(line.group(1)) : null;
  }

  private Stream<Path> files() {
    if (!Files.isDirectory(root)) {
      return Stream.of();
    }
    try (var files = Files.walk(root, 4)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String nameOf(Path file) {
    var relative = root.relativize(file).toString().replace('\\', '/');
    return relative.substring(0, relative.length() - ENDING.length());
  }
}
