package dev.crossdock.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The one way the hub reads the YAML that people edit, remembering on which line each value stands.
 *
 * <p>Times and dates stay the text they were written as, decimals stay exact, a key written twice
 * is refused, and no type but JSON's can be made.
 */
public final class Yaml {
  private static final int DEEPEST = 64;
  private static final JsonNodeFactory NODES = Json.mapper().getNodeFactory();

  private final Map<String, Integer> lines = new HashMap<>();

  private Yaml() {}

  /**
   * One file's content.
   *
   * @param root what it says; null node when it is empty
   * @param lines where each value begins, by JSON pointer
   */
  public record Document(JsonNode root, Map<String, Integer> lines) {

    /** The line of a value, or of what it would have stood in. */
    public int line(String pointer) {
      var at = pointer;
      while (!lines.containsKey(at) && !at.isEmpty()) {
        at = at.substring(0, Math.max(at.lastIndexOf('/'), 0));
      }
      return lines.getOrDefault(at, 1);
    }
  }

  /** The text is not YAML we accept; says where. */
  public static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;

    private Unreadable(int line, String why) {
      super(why);
      this.line = line;
    }

    /** Counted from one. */
    public int line() {
      return line;
    }
  }

  /**
   * Reads one document.
   *
   * @throws Unreadable when it is not one well-formed document within the limits
   */
  public static Document read(String text) {
    var options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    try {
      var node = new org.yaml.snakeyaml.Yaml(options).compose(new StringReader(text));
      var yaml = new Yaml();
      var root = node == null ? NODES.nullNode() : yaml.convert(node, "", 0);
      return new Document(root, Map.copyOf(yaml.lines));
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw new Unreadable(mark == null ? 1 : mark.getLine() + 1, String.valueOf(e.getProblem()));
    } catch (org.yaml.snakeyaml.error.YAMLException e) {
      throw new Unreadable(1, String.valueOf(e.getMessage()));
    }
  }

  private JsonNode convert(Node node, String pointer, int depth) {
    var line = node.getStartMark().getLine() + 1;
    if (depth > DEEPEST) {
      throw new Unreadable(line, "it is nested deeper than " + DEEPEST);
    }
    lines.putIfAbsent(pointer, line);
    if (node instanceof MappingNode mapping) {
      return object(mapping, pointer, depth);
    }
    if (node instanceof SequenceNode sequence) {
      var array = NODES.arrayNode();
      for (var item : sequence.getValue()) {
        array.add(convert(item, pointer + "/" + array.size(), depth + 1));
      }
      return array;
    }
    return scalar((ScalarNode) node, line);
  }

  private ObjectNode object(MappingNode mapping, String pointer, int depth) {
    var object = NODES.objectNode();
    for (var entry : mapping.getValue()) {
      var key = key(entry);
      var line = entry.getKeyNode().getStartMark().getLine() + 1;
      if (object.has(key)) {
        throw new Unreadable(line, "the key '" + key + "' is written twice");
      }
      var below = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
      lines.put(below, line);
      object.set(key, convert(entry.getValueNode(), below, depth + 1));
    }
    return object;
  }

  private static String key(NodeTuple entry) {
    if (entry.getKeyNode() instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new Unreadable(entry.getKeyNode().getStartMark().getLine() + 1, "a key is not a word");
  }

  private static JsonNode scalar(ScalarNode node, int line) {
    var tag = node.getTag();
    var text = node.getValue();
    if (Tag.NULL.equals(tag)) {
      return NODES.nullNode();
    }
    if (Tag.BOOL.equals(tag)) {
      return bool(text);
    }
    if (Tag.INT.equals(tag) || Tag.FLOAT.equals(tag)) {
      return number(text);
    }
    if (Tag.STR.equals(tag) || Tag.TIMESTAMP.equals(tag)) {
      return NODES.textNode(text);
    }
    throw new Unreadable(line, "the tag " + tag + " is not allowed");
  }

  /**
   * Only {@code true} and {@code false}; {@code yes}, {@code no}, {@code on} and {@code off} are
   * words.
   */
  private static JsonNode bool(String text) {
    return switch (text) {
      case "true", "True", "TRUE" -> NODES.booleanNode(true);
      case "false", "False", "FALSE" -> NODES.booleanNode(false);
      default -> NODES.textNode(text);
    };
  }

  private static JsonNode number(String text) {
    if (text.matches("-?(0|[1-9][0-9]{0,39})")) {
      var whole = new BigInteger(text);
      if (whole.bitLength() < 32) {
        return NODES.numberNode(whole.intValue());
      }
      return whole.bitLength() < 64 ? NODES.numberNode(whole.longValue()) : NODES.numberNode(whole);
    }
    if (text.matches("-?[0-9]{1,39}\\.[0-9]{1,39}")) {
      return NODES.numberNode(new BigDecimal(text));
    }
    return NODES.textNode(text);
  }
}
