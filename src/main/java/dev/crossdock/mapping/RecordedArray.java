package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list that tells a {@link Recorder} which of its elements are asked for. */
@SuppressWarnings("unchecked") // Jackson's own deepCopy
final class RecordedArray extends ArrayNode {
  private static final long serialVersionUID = 1L;

  private final ArrayNode original;
  private final String at;
  private final transient Recorder recorder;

  RecordedArray(ArrayNode original, List<JsonNode> children, String at, Recorder recorder) {
    super(JsonNodeFactory.instance, children);
    this.original = original;
    this.at = at;
    this.recorder = recorder;
  }

  ArrayNode original() {
    return original;
  }

  String at() {
    return at;
  }

  @Override
  public @Nullable JsonNode get(int index) {
    var value = super.get(index);
    if (value != null) {
      recorder.reads(at + "[" + index + "]", true);
    }
    return value;
  }
}
