package dev.crossdock.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.Yaml;
import java.util.ArrayList;
import java.util.List;

/**
 * A file under examination, and what was found in it so far.
 *
 * @param house all the files around it
 * @param name as it is called from the hub's own folder
 * @param yaml what it says
 * @param findings what is wrong with it
 */
record Subject(House house, String name, Yaml.Document yaml, List<Finding> findings) {

  static Subject of(House house, String name, Yaml.Document yaml) {
    return new Subject(house, name, yaml, new ArrayList<>());
  }

  JsonNode root() {
    return yaml.root();
  }

  /** What stands at a JSON pointer, as text; empty when nothing does. */
  String text(String pointer) {
    return root().at(pointer).asText("");
  }

  void found(String pointer, String code, String sentence) {
    findings.add(new Finding(name, yaml.line(pointer), code, sentence));
  }

  /** The file's own name without its ending. */
  String bare(String ending) {
    var own = name.substring(name.lastIndexOf('/') + 1);
    return own.endsWith(ending) ? own.substring(0, own.length() - ending.length()) : own;
  }

  /** The folder it lies in. */
  String folder() {
    var parts = name.split("/", -1);
    return parts.length < 2 ? "" : parts[parts.length - 2];
  }
}
