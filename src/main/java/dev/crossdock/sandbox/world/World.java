package dev.crossdock.sandbox.world;

import java.time.Clock;

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
    Calls calls) {

  /** Opens a world where it was closed; a new one is made from the seed. */
  public static World open(Database database, long seed, Clock clock) {
    var journal = new Journal(database);
    var settled = settledSeed(database, seed);
    var numbers = new Numbers(database, journal);
    return new World(
        settled,
        clock,
        database,
        journal,
        new Catalogue(settled),
        new Book(database, journal, clock),
        new Holdings(database, journal, clock),
        numbers,
        new Planted(database, journal, numbers),
        new Faults(settled),
        new Calls());
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
