package dev.crossdock.connectors.routes;

import dev.crossdock.connectors.files.Unusable;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * What one file of routes or one kamelet defines, read without touching anything that runs.
 *
 * @param templates route templates; a kamelet is one too
 * @param routes plain routes
 * @param policies route configurations
 */
record Definitions(
    List<RouteTemplateDefinition> templates,
    List<RouteDefinition> routes,
    List<RouteConfigurationDefinition> policies) {

  static Definitions read(ModelCamelContext camel, FileText file) throws Unusable {
    var all = new Definitions(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try {
      var resource = ResourceHelper.fromString("file:" + file.path(), file.text());
      for (var builder :
          PluginHelper.getRoutesLoader(camel).findRoutesBuilders(List.of(resource))) {
        if (builder instanceof RouteBuilder routes) {
          all.add(camel, routes);
        }
      }
    } catch (Exception e) {
      throw Places.unusable(file, e);
    }
    return all;
  }

  private void add(ModelCamelContext camel, RouteBuilder builder) throws Exception {
    builder.configureRoutes(camel);
    templates.addAll(builder.getRouteTemplateCollection().getRouteTemplates());
    routes.addAll(builder.getRouteCollection().getRoutes());
    if (builder instanceof RouteConfigurationBuilder configurations) {
      configurations.configuration();
      policies.addAll(configurations.getRouteConfigurationCollection().getRouteConfigurations());
    }
  }
}
