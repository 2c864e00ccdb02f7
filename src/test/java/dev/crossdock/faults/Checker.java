package dev.crossdock.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Says whether anything was lost, doubled, or left contradicting itself: the invariants I1 to I8,
 * asked of the database and of what the world outside saw.
 *
 * <p>Every question is asked of one snapshot, so it may be asked while the hub works.
 */
public final class Checker {
  private static final List<Invariant> INVARIANTS =
      Stream.of(StockInvariants.ALL, MessageInvariants.ALL, ChannelInvariants.ALL)
          .flatMap(List::stream)
          .toList();

  /** Of one question; more say no more. */
  private static final int MOST = 200;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate snapshot;

  /** Asks the hub's database, as either of its roles. */
  public Checker(DataSource database) {
    this.jdbc = new JdbcTemplate(database);
    this.jdbc.setMaxRows(MOST);
    this.snapshot = new TransactionTemplate(new JdbcTransactionManager(database));
    this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  /**
   * Something that must never be.
   *
   * @param invariant I1 to I8
   * @param key of what
   */
  public record Violation(String invariant, String key, String expected, String found) {
    /** Whether something that was accepted is gone. */
    public boolean lost() {
      return invariant.equals("I3");
    }

    /** Whether something took effect twice. */
    public boolean doubled() {
      return invariant.equals("I4");
    }

    @Override
    public String toString() {
      return "%s broken by %s: expected %s, found %s".formatted(invariant, key, expected, found);
    }
  }

  /** What is wrong at this instant, in the middle of whatever is going on: I1 to I5 and I7. */
  public List<Violation> during(Evidence evidence) {
    return ask(evidence.copy(), Invariant::always);
  }

  /** What is wrong now that faults have stopped and everything has come to rest: I1 to I8. */
  public List<Violation> after(Evidence evidence) {
    return ask(evidence.copy(), invariant -> true);
  }

  private List<Violation> ask(Evidence evidence, Predicate<Invariant> which) {
    var found = new ArrayList<Violation>();
    snapshot.executeWithoutResult(
        status ->
            INVARIANTS.stream()
                .filter(which)
                .forEach(invariant -> found.addAll(ask(invariant, evidence))));
    return found;
  }

  private List<Violation> ask(Invariant invariant, Evidence evidence) {
    return jdbc.query(
        invariant.sql(),
        (row, i) ->
            new Violation(
                invariant.name(),
                String.valueOf(row.getString(1)),
                String.valueOf(row.getString(2)),
                String.valueOf(row.getString(3))),
        invariant.arguments().apply(evidence));
  }
}
