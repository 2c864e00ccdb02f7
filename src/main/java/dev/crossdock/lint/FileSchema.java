package dev.crossdock.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one sort of file must look like, as a JSON Schema; compiled once, on first use. */
final class FileSchema {
  static final FileSchema MANIFEST = ours("manifest");
  static final FileSchema CHANNEL = ours("channel");
  static final FileSchema SYNC = ours("sync");
  static final FileSchema STOCK = ours("stock");
  static final FileSchema DIVERGENCE = ours("divergence");
  static final FileSchema KAMELET = ours("kamelet");
  static final FileSchema ALERTS = ours("alerts");

  /** Comes with Camel. */
  static final FileSchema ROUTES = new FileSchema("/schema/camelYamlDsl.json", VersionFlag.V4);

  private static final int MOST = 3;

  private final String resource;
  private final VersionFlag version;
  private @Nullable JsonSchema schema;

  private FileSchema(String resource, VersionFlag version) {
    this.resource = resource;
    this.version = version;
  }

  private static FileSchema ours(String name) {
    return new FileSchema("/schema/" + name + ".schema.json", VersionFlag.V202012);
  }

  /** Adds what is wrong with a whole file. */
  void check(Subject subject) {
    check(subject, subject.root(), "");
  }

  /**
   * Adds what is wrong with a part of a file.
   *
   * @param part perhaps rearranged
   * @param pointer where it stands in the file; a leading {@code /0} of a rearranged part stands
   *     for it
   */
  void check(Subject subject, JsonNode part, String pointer) {
    var lines = new HashSet<Integer>();
    compiled().validate(part).stream()
        .sorted(Comparator.comparing(FileSchema::depth).reversed())
        .filter(message -> lines.add(subject.yaml().line(place(message, pointer))))
        .limit(MOST)
        .forEach(
            message -> subject.found(place(message, pointer), "LINT-002", say(message, pointer)));
  }

  private static int depth(ValidationMessage message) {
    return message.getInstanceLocation().getNameCount();
  }

  private static String place(ValidationMessage message, String pointer) {
    var at = at(message, pointer);
    return message.getProperty() == null ? at : at + "/" + message.getProperty();
  }

  private static String at(ValidationMessage message, String pointer) {
    var at = message.getInstanceLocation().toString();
    return pointer.isEmpty() ? at : pointer + at.replaceFirst("^/0", "");
  }

  private static String say(ValidationMessage message, String pointer) {
    var written = message.getInstanceLocation().toString();
    var what = message.getMessage().replaceFirst("^\\Q" + written + "\\E:? ?", "");
    return (at(message, pointer) + " " + what + ".").strip();
  }

  private synchronized JsonSchema compiled() {
    if (schema == null) {
      schema = compile();
    }
    return schema;
  }

  private JsonSchema compile() {
    try (var in = FileSchema.class.getResourceAsStream(resource)) {
      // unfolding every reference of Camel's schema beforehand takes 245 MB, for ever
      var config =
          SchemaValidatorsConfig.builder()
              .pathType(PathType.JSON_POINTER)
              .preloadJsonSchema(false)
              .build();
      var tree = Json.mapper().readTree(Objects.requireNonNull(in, resource));
      return factory(version).getSchema(tree, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Camel marks some keys as deprecated, which draft 4 does not know. */
  private static JsonSchemaFactory factory(VersionFlag version) {
    if (version != VersionFlag.V4) {
      return JsonSchemaFactory.getInstance(version);
    }
    var meta =
        JsonMetaSchema.builder(JsonMetaSchema.getV4())
            .keyword(new NonValidationKeyword("deprecated"))
            .build();
    return JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(version))
        .metaSchema(meta)
        .build();
  }
}
