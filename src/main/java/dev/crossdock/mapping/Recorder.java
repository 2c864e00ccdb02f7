package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Watches which fields a mapping reads. A failed mapping can then say what it read last, and a
 * misspelt or forgotten field can be found.
 *
 * <p>Costs a copy of the document, so it is used on the second run of a mapping that failed, and on
 * examples; never on the first run of a message.
 */
final class Recorder {
  private final Set<String> read = new LinkedHashSet<>();
  private final Set<String> absent = new LinkedHashSet<>();
  private String last = "$";

  /** The document again, reporting each field that is read of it. */
  JsonNode watch(JsonNode document) {
    return wrap(document, "$");
  }

  /** The result without anything that reports; what it holds of the document counts as read. */
  JsonNode plain(JsonNode result) {
    if (result instanceof RecordedObject object) {
      read.add(object.at() + "/**");
      return object.original();
    }
    if (result instanceof RecordedArray array) {
      read.add(array.at() + "/**");
      return array.original();
    }
    if (result instanceof ObjectNode object) {
      object.properties().forEach(entry -> entry.setValue(plain(entry.getValue())));
    } else if (result instanceof ArrayNode array) {
      for (var at = 0; at < array.size(); at++) {
        array.set(at, plain(array.get(at)));
      }
    }
    return result;
  }

  void reads(String path, boolean present) {
    (present ? read : absent).add(path);
    last = path;
  }

  /** Where the mapping looked last, for example {@code $.lines[1].quantity}. */
  String last() {
    return last;
  }

  /** Every path that was read and was there; {@code /**} at its end when the whole was taken. */
  Set<String> read() {
    return read;
  }

  /** Every path that was read and was not there. */
  Set<String> absent() {
    return absent;
  }

  private JsonNode wrap(JsonNode node, String path) {
    if (node instanceof ObjectNode object) {
      var children = new LinkedHashMap<String, JsonNode>();
      for (var entry : object.properties()) {
        children.put(entry.getKey(), wrap(entry.getValue(), path + "." + entry.getKey()));
      }
      return new RecordedObject(object, children, path, this);
    }
    if (node instanceof ArrayNode array) {
      var children = new ArrayList<JsonNode>(array.size());
      for (var element : array) {
        children.add(wrap(element, path + "[" + children.size() + "]"));
      }
      return new RecordedArray(array, children, path, this);
    }
    return node;
  }
}
