package dev.crossdock.connectors.routes;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Suspendable;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops single routes, each with the kamelets' routes it brought along. A route that
 * stops finishes what it has begun.
 */
final class Stage {
  private static final Logger LOG = LoggerFactory.getLogger(Stage.class);
  private static final long PATIENCE_SECONDS = 10;

  private final ModelCamelContext camel;
  private final QuartzTriggers triggers;
  private final Map<String, Set<String>> brought = new HashMap<>();

  Stage(ModelCamelContext camel) {
    this.camel = camel;
    this.triggers = new QuartzTriggers(camel);
  }

  /** Starts a route, or leaves nothing of it behind. */
  void start(Unit unit) throws DoesNotStart {
    var before = ids();
    try {
      add(unit);
    } catch (Exception e) {
      brought.put(unit.id(), since(before, unit));
      remove(List.of(unit.id()));
      throw new DoesNotStart(unit, e);
    }
    var mine = since(before, unit);
    mine.remove(unit.id());
    brought.put(unit.id(), mine);
    LOG.info("{} runs ({})", unit.id(), unit.file().path());
  }

  /** Stops and removes routes: first they, so that nothing new begins, then what they brought. */
  void remove(Collection<String> routes) {
    routes.forEach(this::hearNothingNew);
    for (var id : routes) {
      removeOne(id);
      for (var kamelet : brought.getOrDefault(id, Set.of())) {
        removeOne(kamelet);
      }
      brought.remove(id);
    }
  }

  /** The timers of these routes and of what they brought. */
  Set<org.quartz.TriggerKey> timers(Collection<String> routes) {
    var all = new HashSet<String>(routes);
    routes.forEach(id -> all.addAll(brought.getOrDefault(id, Set.of())));
    return triggers.of(all);
  }

  /** Takes timers out of the schedule unless a running route still has them. */
  void unschedule(Set<org.quartz.TriggerKey> timers) {
    triggers.unschedule(timers, ids());
  }

  private void add(Unit unit) throws Exception {
    if (unit.template() != null) {
      TemplatedRouteBuilder.builder(camel, unit.template())
          .routeId(unit.id())
          .prefixId(unit.id())
          .parameters(unit.parameters())
          .add();
      return;
    }
    for (var route : Definitions.read(camel, unit.file()).routes()) {
      if (unit.id().equals(route.getId())) {
        KameletNames.give(route, unit.id());
        camel.addRouteDefinition(route);
      }
    }
  }

  /**
   * Asks a consumer to end before anybody waits for it, so that many end in the time of one: each
   * consumer of a queue looks for its end only once a second.
   */
  private void hearNothingNew(String id) {
    var route = camel.getRoute(id);
    if (route == null || route.getEndpoint() instanceof KameletEndpoint) {
      return;
    }
    try {
      if (route.getConsumer() instanceof Suspendable) {
        ServiceHelper.suspendService(route.getConsumer());
      }
    } catch (RuntimeException e) {
      LOG.debug("{} goes on hearing until it is stopped", id, e);
    }
  }

  private void removeOne(String id) {
    try {
      if (camel.getRoute(id) != null) {
        camel.getRouteController().stopRoute(id, PATIENCE_SECONDS, TimeUnit.SECONDS);
        camel.removeRoute(id);
      }
      var definition = camel.getRouteDefinition(id);
      if (definition != null) {
        camel.removeRouteDefinition(definition);
      }
    } catch (Exception e) {
      LOG.warn("could not remove route {} cleanly", id, e);
    }
  }

  /** The unit's own route and the kamelets' that came with it; others start routes too. */
  private Set<String> since(Set<String> before, Unit unit) {
    var now = ids();
    now.removeAll(before);
    now.removeIf(id -> !id.equals(unit.id()) && !isKamelet(id));
    return now;
  }

  private boolean isKamelet(String id) {
    var definition = camel.getRouteDefinition(id);
    return definition != null && Boolean.TRUE.equals(definition.isKamelet());
  }

  private Set<String> ids() {
    var all = new LinkedHashSet<String>();
    camel.getRoutes().forEach(route -> all.add(route.getRouteId()));
    camel.getRouteDefinitions().forEach(definition -> all.add(definition.getId()));
    return all;
  }
}
