package dev.crossdock.connectors.routes;

import java.util.HashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;

/**
 * Gives every use of a kamelet a running route of its own, named for who uses it. Two routes that
 * name one kamelet with the same parameters would otherwise share it, and stopping one would leave
 * the other without.
 */
final class KameletNames {
  private static final Pattern PLAIN = Pattern.compile("^kamelet:([a-z][a-z0-9-]*)(?=$|\\?)");

  private KameletNames() {}

  static void give(RouteDefinition route, String owner) {
    var uses = new HashMap<String, Integer>();
    UnaryOperator<String> named =
        uri ->
            PLAIN
                .matcher(uri)
                .replaceFirst(
                    found -> {
                      var kamelet = found.group(1);
                      var count = uses.merge(kamelet, 1, Integer::sum);
                      return "kamelet:%s/%s.%s%s"
                          .formatted(kamelet, kamelet, owner, count == 1 ? "" : "." + count);
                    });
    if (route.getInput() != null && route.getInput().getUri() != null) {
      route.getInput().setUri(named.apply(route.getInput().getUri()));
    }
    for (var to :
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class)) {
      if (to.getUri() != null) {
        to.setUri(named.apply(to.getUri()));
      }
    }
  }
}
