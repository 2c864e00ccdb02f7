package dev.crossdock.kernel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The one way the hub reads and writes JSON: decimals stay exact, and hostile documents are refused
 * (rule R24).
 *
 * <p>Limits: depth 64, strings 64 KiB, numbers 40 digits, documents 2 MiB, no duplicate keys,
 * nothing after the end.
 */
public final class Json {
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(64)
          .maxStringLength(64 * 1024)
          .maxNumberLength(40)
          .maxDocumentLength(2L * 1024 * 1024)
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(factory())
          .addModule(new JavaTimeModule())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private Json() {}

  /** The mapper itself, for what the shorthands below do not say. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /**
   * Reads one document.
   *
   * @throws HubException {@code HUB-002} when it is not one well-formed JSON document within the
   *     limits
   */
  public static JsonNode read(byte[] bytes) {
    try {
      var node = MAPPER.readTree(bytes);
      if (node == null || node.isMissingNode()) {
        throw unreadable("it is empty", null);
      }
      return node;
    } catch (IOException e) {
      throw unreadable(firstLine(e), e);
    }
  }

  /**
   * The text of one value of a document, read no further than that.
   *
   * @param pointer where it stands
   * @return empty when nothing plain stands there, or it is no document up to there
   */
  public static Optional<String> textAt(byte[] bytes, JsonPointer pointer) {
    var filter = new JsonPointerBasedFilter(pointer);
    try (var parser =
        new FilteringParserDelegate(
            MAPPER.createParser(bytes), filter, Inclusion.ONLY_INCLUDE_ALL, false)) {
      var token = parser.nextToken();
      return token == null || !token.isScalarValue()
          ? Optional.empty()
          : Optional.ofNullable(parser.getValueAsString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Writes a value as UTF-8 bytes. */
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a value as text; never use {@code JsonNode.toString()}, which prints decimals its own
   * way.
   */
  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonFactory factory() {
    return ((JsonFactoryBuilder) JsonFactory.builder()).streamReadConstraints(LIMITS).build();
  }

  private static HubException unreadable(
      String why, @org.jspecify.annotations.Nullable IOException cause) {
    var failure =
        new Failure.Data(
            "HUB-002",
            "the document is not JSON we accept: %s. Have the sender correct it, then replay."
                .formatted(why));
    return cause == null ? new HubException(failure) : new HubException(failure, cause);
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
