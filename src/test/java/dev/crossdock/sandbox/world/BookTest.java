package dev.crossdock.sandbox.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.sandbox.SandboxDatabases;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BookTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final String TEE = "TEE-RED-M";

  private Database database;
  private Journal journal;
  private Book book;

  @BeforeEach
  void open() {
    database = new Database(SandboxDatabases.fresh(), "postgres", "postgres");
    reopen();
    book.shift(TEE, Place.DC, 100);
  }

  private void reopen() {
    journal = new Journal(database);
    book = new Book(database, journal, Clock.fixed(NOON, ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    journal.close();
    database.close();
  }

  private long tell(FactKind kind, Place place, int quantity) {
    return book.record(
        new Fact(
            kind + "/" + place + "/" + book.untold() + "/" + quantity,
            kind,
            "shop",
            TEE,
            place,
            quantity,
            NOON));
  }

  @Test
  void promisesWhatIsOrderedAndFreesWhatIsCancelled() {
    tell(FactKind.RESERVATION, Place.DC, 5);
    assertThat(book.level(TEE, Place.DC)).isEqualTo(new Level(100, 5));

    tell(FactKind.RELEASE, Place.DC, 2);
    assertThat(book.level(TEE, Place.DC)).isEqualTo(new Level(100, 3));
  }

  @Test
  void takesWhatIsSentFromTheShelfAndFromThePromises() {
    tell(FactKind.RESERVATION, Place.DC, 5);

    tell(FactKind.FULFILMENT, Place.DC, 5);

    assertThat(book.level(TEE, Place.DC)).isEqualTo(new Level(95, 0));
  }

  @Test
  void putsWhatComesBackOnTheShelf() {
    tell(FactKind.RETURN, Place.DC, 1);

    assertThat(book.level(TEE, Place.DC)).isEqualTo(new Level(101, 0));
  }

  @Test
  void believesACountOverWhatWasThere() {
    tell(FactKind.COUNT, Place.LEEDS, 40);
    tell(FactKind.SALE, Place.LEEDS, 3);
    tell(FactKind.COUNT, Place.LEEDS, 36);
    tell(FactKind.SALE, Place.LEEDS, 1);

    assertThat(book.level(TEE, Place.LEEDS)).isEqualTo(new Level(35, 0));
  }

  @Test
  void sellsWhatAllPlacesTogetherHaveFreeAndNeverCountsAShortage() {
    tell(FactKind.COUNT, Place.LEEDS, 10);
    tell(FactKind.RESERVATION, Place.DC, 7);
    tell(FactKind.SALE, Place.YORK, 4);

    assertThat(book.sellable(TEE)).isEqualTo(93 + 10);
  }

  @Test
  void numbersFactsAsTheyAreToldAndTellsEachOnce() {
    var first = tell(FactKind.RESERVATION, Place.DC, 1);
    var second = tell(FactKind.RESERVATION, Place.DC, 2);

    book.emitted(List.of(second));
    book.emitted(List.of(first, second));
    journal.flush();

    var told = new java.util.ArrayList<String>();
    database.query(
        "select quantity from sandbox.facts where seq is not null order by seq",
        row -> told.add(row.getString(1)));
    assertThat(told).containsExactly("2", "1");
    assertThat(book.untold()).isZero();
  }

  @Test
  void goesOnWhereItStoppedWhenItIsOpenedAgain() {
    var told = tell(FactKind.RESERVATION, Place.DC, 1);
    var untold = tell(FactKind.RESERVATION, Place.DC, 2);
    book.emitted(List.of(told));
    journal.close();

    reopen();

    assertThat(book.level(TEE, Place.DC)).isEqualTo(new Level(100, 3));
    assertThat(book.untold()).isEqualTo(1);
    assertThat(tell(FactKind.RESERVATION, Place.DC, 4)).isGreaterThan(untold);
  }
}
