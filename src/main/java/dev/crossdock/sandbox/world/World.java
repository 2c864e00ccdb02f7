package dev.crossdock.sandbox.world;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;

/**
 * What every stand-in is built on.
 *
 * @param seed what the goods were made from
 * @param book the oracle
 */
public record World(
    long seed,
    Clock clock,
    Database database,
    Journal journal,
    Catalogue catalogue,
    Book book,
    Holdings holdings,
    Numbers numbers,
    Planted planted,
    Faults faults,
    Slips slips,
    Calls calls) {

  /** Opens a world where it was closed; a new one is made from the seed. */
  public static World open(Database database, long seed, Clock clock) {
    var journal = new Journal(database);
    var settled = settledSeed(database, seed);
    var numbers = new Numbers(database, journal);
    var catalogue = new Catalogue(settled);
    setting(database, "goods").ifPresent(more -> catalogue.more(Integer.parseInt(more)));
    return new World(
        settled,
        clock,
        database,
        journal,
        catalogue,
        new Book(database, journal, clock),
        new Holdings(database, journal, clock, catalogue::opening),
        numbers,
        new Planted(database, journal, numbers),
        new Faults(settled),
        new Slips(),
        new Calls());
  }

  /** From now on there are so many goods beside those that are bought, after a restart too. */
  public void enlarge(int more) {
    var unused =
        database.update(
            "insert into sandbox.settings (name, value) values ('goods', ?)"
                + " on conflict (name) do update set value = excluded.value",
            Integer.toString(more));
    catalogue.more(more);
  }

  private static Optional<String> setting(Database database, String name) {
    var found = new ArrayList<String>();
    database.query(
        "select value from sandbox.settings where name = ?",
        row -> found.add(row.getString(1)),
        name);
    return found.stream().findFirst();
  }

  /** The seed a world was first made with stays; goods must not change their names. */
  private static long settledSeed(Database database, long seed) {
    database.update(
        "insert into sandbox.settings (name, value) values ('seed', ?) on conflict do nothing",
        Long.toString(seed));
    var settled = new long[] {seed};
    database.query(
        "select value from sandbox.settings where name = 'seed'",
        row -> settled[0] = Long.parseLong(row.getString(1)));
    return settled[0];
  }
}
