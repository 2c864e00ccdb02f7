package dev.crossdock.connectors.routes;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.model.ModelCamelContext;

/**
 * The kamelets, route templates and policies that Camel knows now; nothing of it runs by itself.
 */
final class Blueprints {
  private final ModelCamelContext camel;
  private final Map<Path, FileText> texts = new HashMap<>();
  private final Map<Path, Definitions> known = new HashMap<>();

  Blueprints(ModelCamelContext camel) {
    this.camel = camel;
  }

  /** Makes Camel know exactly these. */
  void become(Wanted wanted) throws Exception {
    var all = new TreeMap<Path, FileText>();
    wanted.kamelets().values().forEach(file -> all.put(file.path(), file));
    wanted.routes().values().forEach(file -> all.put(file.path(), file));
    for (var file : List.copyOf(texts.values())) {
      if (!file.equals(all.get(file.path()))) {
        forget(file.path());
      }
    }
    for (var file : all.values()) {
      if (!texts.containsKey(file.path())) {
        learn(file);
      }
    }
  }

  private void learn(FileText file) throws Exception {
    var definitions = Definitions.read(camel, file);
    texts.put(file.path(), file);
    known.put(file.path(), definitions);
    if (!file.path().toString().endsWith(FileText.KAMELET)) {
      for (var template : definitions.templates()) {
        KameletNames.give(template.getRoute(), template.getId() + ".{{channel}}");
      }
    }
    camel.addRouteTemplateDefinitions(definitions.templates());
    camel.addRouteConfigurations(definitions.policies());
  }

  private void forget(Path path) throws Exception {
    texts.remove(path);
    var definitions = known.remove(path);
    if (definitions == null) {
      return;
    }
    camel.removeRouteTemplateDefinitions(definitions.templates());
    for (var policy : definitions.policies()) {
      camel.removeRouteConfiguration(policy);
    }
  }
}
