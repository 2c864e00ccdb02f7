package dev.crossdock.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The hub's YAML, read as people mean it: {@code no} and {@code 2026-07} are words, a key stands
 * once, nothing is copied by reference; and it is remembered in which line everything stood.
 */
final class YamlText {
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String file;
  private final Map<String, Integer> lines = new HashMap<>();

  private YamlText(String file) {
    this.file = file;
  }

  /** What a file says, and where. */
  record Document(JsonNode root, Map<String, Integer> lines) {

    /** The line of the value at a JSON pointer, or of the nearest value around it. */
    int line(String pointer) {
      var at = pointer;
      while (!lines.containsKey(at) && !at.isEmpty()) {
        at = at.substring(0, at.lastIndexOf('/'));
      }
      return lines.getOrDefault(at, 1);
    }
  }

  static Document read(String file, String text) throws Unusable {
    var reading = new YamlText(file);
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(32);
    try {
      var node = new Yaml(options).compose(new StringReader(text));
      if (node == null) {
        throw reading.unusable(1, "it is empty");
      }
      return new Document(reading.json(node, ""), reading.lines);
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw reading.unusable(mark == null ? 1 : mark.getLine() + 1, String.valueOf(e.getProblem()));
    } catch (YAMLException e) {
      throw reading.unusable(1, String.valueOf(e.getMessage()));
    }
  }

  private JsonNode json(Node node, String pointer) throws Unusable {
    lines.putIfAbsent(pointer, node.getStartMark().getLine() + 1);
    if (node instanceof MappingNode mapping) {
      return object(mapping, pointer);
    }
    if (node instanceof SequenceNode sequence) {
      var array = NODES.arrayNode();
      for (var item : sequence.getValue()) {
        array.add(json(item, pointer + "/" + array.size()));
      }
      return array;
    }
    return scalar((ScalarNode) node);
  }

  private JsonNode object(MappingNode mapping, String pointer) throws Unusable {
    var object = NODES.objectNode();
    for (var entry : mapping.getValue()) {
      var line = entry.getKeyNode().getStartMark().getLine() + 1;
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw unusable(line, "a key must be one word");
      }
      if (object.has(key.getValue())) {
        throw unusable(line, "the key '" + key.getValue() + "' stands twice");
      }
      var child = pointer + "/" + key.getValue().replace("/", "~1");
      lines.put(child, line);
      object.set(key.getValue(), json(entry.getValueNode(), child));
    }
    return object;
  }

  private static JsonNode scalar(ScalarNode node) {
    var text = node.getValue();
    if (!node.isPlain()) {
      return NODES.textNode(text);
    }
    return switch (text) {
      case "true" -> NODES.booleanNode(true);
      case "false" -> NODES.booleanNode(false);
      case "", "~", "null" -> NODES.nullNode();
      default ->
          NUMBER.matcher(text).matches()
              ? NODES.numberNode(new BigDecimal(text))
              : NODES.textNode(text);
    };
  }

  private Unusable unusable(int line, String why) {
    return new Unusable(
        file, line, "CON-003", "is not YAML we accept: %s. Correct it.".formatted(why));
  }
}
