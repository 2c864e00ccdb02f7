package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What our own documents must look like: {@code mappings/canonical/}, read once. */
final class CanonicalSchemas {
  static final String FOLDER = "canonical";
  private static final String ENDING = ".schema.json";
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder()
          .pathType(PathType.JSON_PATH)
          .formatAssertionsEnabled(true)
          .build();

  static final CanonicalSchemas NONE = new CanonicalSchemas(Map.of());

  private final Map<String, JsonSchema> schemas;

  private CanonicalSchemas(Map<String, JsonSchema> schemas) {
    this.schemas = Map.copyOf(schemas);
  }

  /**
   * Reads all there are under {@code root}; none is fine.
   *
   * @throws DoesNotCompile when one is not a schema
   */
  static CanonicalSchemas read(Path root) {
    var folder = root.resolve(FOLDER);
    var schemas = new HashMap<String, JsonSchema>();
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        files
            .filter(file -> file.toString().endsWith(ENDING))
            .forEach(file -> schemas.put(nameOf(file.getFileName().toString()), compile(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new CanonicalSchemas(schemas);
  }

  /** Reads all there are, or none when one of them is wrong. */
  static CanonicalSchemas readOrNone(Path root) {
    try {
      return read(root);
    } catch (DoesNotCompile e) {
      return NONE;
    }
  }

  /** {@code order}, {@code order.schema.json} and {@code canonical/order} are the same schema. */
  static String nameOf(String written) {
    return written.substring(written.lastIndexOf('/') + 1).replace(ENDING, "");
  }

  boolean has(String name) {
    return schemas.containsKey(name);
  }

  /**
   * Checks one document of ours.
   *
   * @throws Violation at the first thing that is not as the schema says
   */
  void check(String name, JsonNode document) {
    var schema = schemas.get(name);
    if (schema == null) {
      throw new Violation("$", "there is no schema " + FOLDER + "/" + name + ENDING);
    }
    var messages = schema.validate(document);
    if (!messages.isEmpty()) {
      var first = messages.iterator().next();
      var at = first.getInstanceLocation().toString();
      throw new Violation(at, first.getMessage().replaceFirst("^\\Q" + at + "\\E:? ?", ""));
    }
  }

  private static JsonSchema compile(Path file) {
    try {
      // by its place, so that one may name another that lies beside it
      var place = SchemaLocation.of(file.toAbsolutePath().toUri().toString());
      var schema = FACTORY.getSchema(place, Json.read(Files.readAllBytes(file)), CONFIG);
      schema.initializeValidators();
      return schema;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (HubException | com.networknt.schema.JsonSchemaException e) {
      throw new DoesNotCompile(
          new Finding(file.toString(), 1, "MAP-024", "is not a JSON Schema: " + e.getMessage()));
    }
  }

  /** A document that is not as its schema says. */
  static final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String at;

    private Violation(String at, String why) {
      super(why, null, false, false);
      this.at = at;
    }

    /** Where in the document that the mapping made. */
    String at() {
      return at;
    }
  }
}
