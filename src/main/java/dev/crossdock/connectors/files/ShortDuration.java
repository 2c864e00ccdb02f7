package dev.crossdock.connectors.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;

/** Reads {@code 5m} and {@code 500ms} as people write them in the hub's files. */
public final class ShortDuration extends StdScalarDeserializer<Duration> {
  private static final long serialVersionUID = 1L;

  ShortDuration() {
    super(Duration.class);
  }

  @Override
  public Duration deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    var text = parser.getText();
    try {
      return DurationStyle.detectAndParse(text);
    } catch (IllegalArgumentException e) {
      throw context.weirdStringException(
          text, Duration.class, "expected a number and a unit, such as 5m or 500ms");
    }
  }
}
