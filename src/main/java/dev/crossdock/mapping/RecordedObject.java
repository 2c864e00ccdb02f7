package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object that tells a {@link Recorder} which of its fields are asked for. */
@SuppressWarnings({"unchecked", "deprecation"}) // Jackson's own deepCopy; JSLT still calls fields()
final class RecordedObject extends ObjectNode {
  private static final long serialVersionUID = 1L;

  private final ObjectNode original;
  private final String at;
  private final transient Recorder recorder;

  RecordedObject(
      ObjectNode original, Map<String, JsonNode> children, String at, Recorder recorder) {
    super(JsonNodeFactory.instance, children);
    this.original = original;
    this.at = at;
    this.recorder = recorder;
  }

  ObjectNode original() {
    return original;
  }

  String at() {
    return at;
  }

  @Override
  public @Nullable JsonNode get(String name) {
    var value = super.get(name);
    recorder.reads(at + "." + name, value != null);
    return value;
  }

  @Override
  public Iterator<Map.Entry<String, JsonNode>> fields() {
    readAll();
    return super.fields();
  }

  @Override
  public Set<Map.Entry<String, JsonNode>> properties() {
    readAll();
    return super.properties();
  }

  @Override
  public Iterator<JsonNode> elements() {
    readAll();
    return super.elements();
  }

  private void readAll() {
    super.fieldNames().forEachRemaining(name -> recorder.reads(at + "." + name, true));
  }
}
