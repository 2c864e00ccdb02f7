package dev.crossdock.connectors.routes;

import dev.crossdock.connectors.files.Unusable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes that run now; told what should run, it restarts only what differs, and goes back to
 * what ran before when something does not start.
 */
public final class RunningRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(RunningRoutes.class);

  private final Units units;
  private final Stage stage;
  private final Blueprints blueprints;
  private final ChannelDatabases databases;
  private final Gates gates = new Gates();
  private final Map<String, Unit> running = new LinkedHashMap<>();
  private volatile Set<String> ids = Set.of();
  private Wanted current = Wanted.NOTHING;

  /** Nothing runs yet. */
  public RunningRoutes(ModelCamelContext camel) {
    this.units = new Units(camel);
    this.stage = new Stage(camel);
    this.blueprints = new Blueprints(camel);
    this.databases = new ChannelDatabases(camel);
  }

  /** What runs now. */
  public synchronized Wanted current() {
    return current;
  }

  /** Whether a route runs; one that is just being replaced counts as running. */
  public boolean runs(String id) {
    return ids.contains(id);
  }

  /** Makes a call into a route, now or as soon as it has been replaced. */
  public <T> T enter(String id, Supplier<T> call) {
    return gates.enter(id, call);
  }

  /**
   * Runs what is wanted; when it cannot, what ran before goes on.
   *
   * @param changed the files whose change this is, to name the one at fault
   * @throws Unusable naming file and line
   */
  public synchronized void become(Wanted next, Set<Path> changed) throws Unusable {
    var all = units.of(next);
    var before = current;
    var closed = new ArrayList<Lock>();
    try {
      shift(all, next, closed);
      current = next;
      ids = Set.copyOf(running.keySet());
    } catch (DoesNotStart e) {
      goBack(before, closed);
      throw Places.unusable(e.file(changed), e.cause());
    } catch (Unusable e) {
      goBack(before, closed);
      throw e;
    } catch (Exception e) {
      goBack(before, closed);
      throw new IllegalStateException(e);
    } finally {
      Gates.open(closed);
    }
  }

  /** Stops everything. */
  public synchronized void stop() {
    databases.closeAll();
  }

  private void goBack(Wanted before, List<Lock> closed) {
    try {
      shift(units.of(before), before, closed);
    } catch (Exception e) {
      LOG.error("CON-022 could not go back to the routes that ran before; restart the hub", e);
    }
  }

  private void shift(Map<String, Unit> all, Wanted next, List<Lock> closed) throws Exception {
    var outdated =
        running.values().stream().filter(unit -> !isWanted(unit, all)).map(Unit::id).toList();
    outdated.forEach(running::remove);
    closed.addAll(gates.close(outdated));
    var timers = stage.timers(outdated);
    stage.remove(outdated);
    blueprints.become(next);
    databases.keep(next.channels());
    for (var unit : all.values()) {
      if (!running.containsKey(unit.id())) {
        stage.start(unit);
        running.put(unit.id(), unit);
      }
    }
    stage.unschedule(timers);
  }

  private static boolean isWanted(Unit unit, Map<String, Unit> all) {
    var wanted = all.get(unit.id());
    return wanted != null && unit.runsLike(wanted);
  }
}
