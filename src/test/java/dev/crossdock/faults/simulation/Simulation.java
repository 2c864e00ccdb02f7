package dev.crossdock.faults.simulation;

import dev.crossdock.delivery.HubCore;
import dev.crossdock.faults.Checker;
import dev.crossdock.faults.Checker.Violation;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Lets seeds happen: in each, people buy, systems answer or do not, processes of the hub die and
 * rise; then all comes to rest, and the checker is asked whether anything is lost, doubled or at
 * odds.
 */
public final class Simulation implements AutoCloseable {
  /** So many events are random; those it takes to come to rest are on top. */
  public static final int EVENTS = 200;

  private static final int LOOK_EVERY = 120;
  private static final Duration MOST_TO_REST = Duration.ofMinutes(15);
  private static final Path FOLDER = Path.of("src/test/resources/simulation");

  private final SimulatedDatabase database;
  private final HubCore core;
  private final Plant plant;
  private final Checker checker;

  /** The hub as it is. */
  public Simulation() throws SQLException {
    this(Plant.NONE);
  }

  Simulation(Plant plant) throws SQLException {
    this.plant = plant;
    this.database = new SimulatedDatabase(plant::in);
    var schema = plant.schema();
    if (schema != null) {
      database.owner().execute(schema);
    }
    this.core = new HubCore(database.app(), database.aside(), FOLDER, plant.beans());
    this.checker = new Checker(database.aside());
    for (var sku : Retailer.skus()) {
      database.owner().update("insert into catalog_skus (sku) values (?)", sku);
      for (var channel : List.of("shop", "market")) {
        database
            .owner()
            .update(
                "insert into catalog_references (channel, kind, code, sku) values (?, 'id', ?, ?)",
                channel,
                sku,
                sku);
      }
    }
  }

  /**
   * How a seed went.
   *
   * @param events how many happened until it was over, or until the first thing was wrong
   * @param hash the same for the same events at the same instants
   * @param violations what was wrong; empty when nothing was
   * @param lately the last events before it
   */
  public record Outcome(
      long seed, long events, long hash, List<Violation> violations, List<String> lately) {

    /** What went wrong, and how to see it again. */
    public String story() {
      return "seed %d went wrong after %d events:%n%s%nagain: ./mvnw test -Dtest=SimulationTest -Dsimulation.seed=%d%n%s"
          .formatted(
              seed,
              events,
              violations.stream().map(Violation::toString).collect(Collectors.joining("\n")),
              seed,
              String.join("\n", lately));
    }
  }

  /**
   * What many seeds came to.
   *
   * @param stories of those that went wrong
   */
  public record Sum(
      long seeds, long events, long lost, long doubled, long violations, List<String> stories) {
    Sum and(Outcome outcome) {
      var told = new ArrayList<>(stories);
      if (!outcome.violations().isEmpty()) {
        told.add(outcome.story());
      }
      return new Sum(
          seeds + 1,
          events + outcome.events(),
          lost + outcome.violations().stream().filter(Violation::lost).count(),
          doubled + outcome.violations().stream().filter(Violation::doubled).count(),
          violations + outcome.violations().size(),
          List.copyOf(told));
    }
  }

  /**
   * Lets many seeds happen, from the first to the last of them; a range can be gone through in
   * parts.
   */
  public static Sum run(long first, long last, Consumer<Outcome> progress) throws SQLException {
    var sum = new Sum(0, 0, 0, 0, 0, List.of());
    try (var simulation = new Simulation()) {
      for (long seed = first; seed <= last; seed++) {
        var outcome = simulation.run(seed, EVENTS);
        sum = sum.and(outcome);
        progress.accept(outcome);
      }
    }
    return sum;
  }

  /** Lets one seed happen. */
  public Outcome run(long seed, int events) {
    database.clear();
    var world = new World(seed, database, core, plant);
    world.begin();
    for (long next = LOOK_EVERY; world.agenda.events() < events; ) {
      world.step();
      if (world.agenda.events() >= next) {
        next += LOOK_EVERY;
        var wrong = checker.during(world.evidence);
        if (!wrong.isEmpty()) {
          return outcome(seed, world, wrong);
        }
      }
    }
    return outcome(seed, world, atRest(world));
  }

  private List<Violation> atRest(World world) {
    world.calmDown();
    var until = world.now().plus(MOST_TO_REST);
    for (int i = 0; world.now().isBefore(until); i++) {
      world.step();
      if (i % 20 == 19 && world.nothingOnTheWay() && rests(world)) {
        break;
      }
    }
    world.retailer.testify();
    world.systems.shop.testify();
    world.systems.market.testify();
    return checker.after(world.evidence);
  }

  private boolean rests(World world) {
    var rest = new Rest(database.aside());
    world.settle(world.retailer.allRead() && rest.nothingIsOwed(world.systems));
    return world.settled() && rest.nothingWaits();
  }

  private static Outcome outcome(long seed, World world, List<Violation> violations) {
    return new Outcome(
        seed, world.agenda.events(), world.agenda.hash(), violations, world.agenda.lately());
  }

  @Override
  public void close() throws SQLException {
    core.close();
    database.close();
  }
}
