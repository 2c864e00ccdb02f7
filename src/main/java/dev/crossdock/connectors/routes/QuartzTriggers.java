package dev.crossdock.connectors.routes;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers behind routes. In a clustered schedule a timer outlives its route in the database and
 * would bring a deleted route's endpoint back; so it is taken out.
 */
final class QuartzTriggers {
  private static final Logger LOG = LoggerFactory.getLogger(QuartzTriggers.class);

  private final CamelContext camel;

  QuartzTriggers(CamelContext camel) {
    this.camel = camel;
  }

  Set<TriggerKey> of(Collection<String> routes) {
    var keys = new HashSet<TriggerKey>();
    for (var id : routes) {
      var route = camel.getRoute(id);
      if (route != null && route.getEndpoint() instanceof QuartzEndpoint quartz) {
        keys.add(quartz.getTriggerKey());
      }
    }
    return keys;
  }

  void unschedule(Set<TriggerKey> keys, Collection<String> running) {
    var gone = new HashSet<>(keys);
    gone.removeAll(of(running));
    var scheduler = camel.getRegistry().findSingleByType(Scheduler.class);
    if (scheduler == null) {
      return;
    }
    for (var key : gone) {
      try {
        if (scheduler.unscheduleJob(key)) {
          LOG.info("took {} out of the schedule", key);
        }
      } catch (SchedulerException e) {
        LOG.warn("could not take {} out of the schedule", key, e);
      }
    }
  }
}
