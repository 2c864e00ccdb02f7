package dev.crossdock.connectors.routes;

import dev.crossdock.connectors.files.Unusable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.model.ModelCamelContext;

/** Works out which routes there should be: every template times every channel of its system. */
final class Units {
  private final ModelCamelContext camel;
  private final Map<FileText, Contents> read = new HashMap<>();

  Units(ModelCamelContext camel) {
    this.camel = camel;
  }

  /** The names of what a file defines. */
  private record Contents(List<String> templates, List<String> routes, List<String> policies) {}

  /**
   * The routes there should be, by id.
   *
   * @throws Unusable when one of the files cannot be read; nothing has been touched then
   */
  Map<String, Unit> of(Wanted wanted) throws Unusable {
    read.keySet()
        .removeIf(
            file -> !wanted.routes().containsValue(file) && !wanted.kamelets().containsValue(file));
    for (var kamelet : wanted.kamelets().values()) {
      contents(kamelet);
    }
    var policies = policies(wanted);
    var units = new LinkedHashMap<String, Unit>();
    for (var file : wanted.routes().values()) {
      var contents = contents(file);
      for (var route : contents.routes()) {
        add(
            units,
            new Unit(route, null, file, null, wanted.kameletsOf(file), used(file, policies)));
      }
      for (var template : contents.templates()) {
        addTemplate(units, wanted, file, template, used(file, policies));
      }
    }
    return units;
  }

  private static void addTemplate(
      Map<String, Unit> units,
      Wanted wanted,
      FileText file,
      String template,
      Map<String, FileText> policies)
      throws Unusable {
    var systems = wanted.channels().values().stream().map(c -> c.channel().system()).distinct();
    var system = Systems.of(template, systems.toList());
    for (var channel : wanted.channels().values()) {
      if (system.isPresent() && channel.channel().system().equals(system.get())) {
        var id = template + "." + channel.channel().id();
        add(units, new Unit(id, template, file, channel, wanted.kameletsOf(file), policies));
      }
    }
  }

  private static void add(Map<String, Unit> units, Unit unit) throws Unusable {
    var other = units.put(unit.id(), unit);
    if (other != null) {
      throw new Unusable(
          unit.file().path().toString(),
          1,
          "CON-023",
          "defines %s, which %s defines too; give one another id."
              .formatted(unit.id(), other.file().path()));
    }
  }

  private Map<String, FileText> policies(Wanted wanted) throws Unusable {
    var policies = new TreeMap<String, FileText>();
    for (var file : wanted.routes().values()) {
      for (var policy : contents(file).policies()) {
        policies.put(policy, file);
      }
    }
    return policies;
  }

  private static Map<String, FileText> used(FileText file, Map<String, FileText> policies) {
    var used = new TreeMap<String, FileText>(policies);
    used.keySet().retainAll(file.usedPolicies());
    return used;
  }

  private Contents contents(FileText file) throws Unusable {
    var known = read.get(file);
    if (known != null) {
      return known;
    }
    var definitions = Definitions.read(camel, file);
    var contents =
        new Contents(
            definitions.templates().stream().map(t -> t.getId()).toList(),
            definitions.routes().stream().map(r -> r.getId()).toList(),
            definitions.policies().stream().map(p -> p.getId()).toList());
    read.put(file, contents);
    return contents;
  }
}
