package dev.crossdock.connectors.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Fullest;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Reads an answer's body, never more than a megabyte of it. */
final class AnswerBody {
  static final int MOST = 1024 * 1024;

  static final Fullest LARGEST = new Fullest("answer-body", MOST);

  private AnswerBody() {}

  static JsonNode read(Exchange exchange, @Nullable Object body) {
    if (body == null) {
      return NullNode.getInstance();
    }
    if (body instanceof JsonNode node) {
      return node;
    }
    if (body instanceof Collection || body instanceof Map || body instanceof Number) {
      return Json.mapper().valueToTree(plain(body));
    }
    return bytes(capped(exchange, body));
  }

  private static JsonNode bytes(byte[] bytes) {
    if (bytes.length == 0) {
      return NullNode.getInstance();
    }
    try {
      return Json.read(bytes);
    } catch (HubException e) {
      return TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private static byte[] capped(Exchange exchange, Object body) {
    try (var in =
        exchange
            .getContext()
            .getTypeConverter()
            .mandatoryConvertTo(InputStream.class, exchange, body)) {
      var bytes = in.readNBytes(MOST + 1);
      if (!LARGEST.fits(bytes.length)) {
        throw new HubException(
            new Failure.Data(
                "CON-032",
                "channel %s answered with more than 1 MiB; ask for less at a time."
                    .formatted(Credentials.channel(exchange))));
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (org.apache.camel.NoTypeConversionAvailableException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A database's values as JSON can say them: instants in UTC, all else as it is. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Map<?, ?> row) {
      var copy = new java.util.LinkedHashMap<String, @Nullable Object>();
      row.forEach((name, cell) -> copy.put(String.valueOf(name), plain(cell)));
      return copy;
    }
    if (value instanceof Collection<?> rows) {
      return rows.stream().map(AnswerBody::plain).toList();
    }
    if (value instanceof Timestamp at) {
      return at.toInstant().toString();
    }
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    return value.toString();
  }
}
