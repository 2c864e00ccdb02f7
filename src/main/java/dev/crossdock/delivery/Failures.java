package dev.crossdock.delivery;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.sql.SQLException;
import java.util.Set;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Says of any exception which of the eight classes it is. */
final class Failures {
  /** Lock not available, query cancelled: states for which Spring has no class of its own. */
  private static final Set<String> CANCELLED = Set.of("55P03", "57014");

  private Failures() {}

  static Failure of(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof HubException hub) {
        return hub.failure();
      }
      if (ofTheDatabase(t)) {
        return new Failure.Transient(
            "DEL-002", "the database did not do it: %s. It is tried again.".formatted(first(t)));
      }
    }
    return new Failure.Bug(
        "HUB-000",
        "the hub made a mistake: %s %s. Report it with the log; replay after the fix."
            .formatted(e.getClass().getSimpleName(), first(e)));
  }

  /**
   * Whether the database was not there at all. That says nothing about a message, so it is none of
   * its attempts: an hour without a database parks nothing.
   */
  static boolean noDatabase(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof CannotCreateTransactionException
          || t instanceof NonTransientDataAccessResourceException
          || t instanceof RecoverableDataAccessException
          || t instanceof TransientDataAccessResourceException
          || (t instanceof SQLException sql && notThere(String.valueOf(sql.getSQLState())))) {
        return true;
      }
    }
    return false;
  }

  /** No connection; no space, memory or connections left; being stopped or started. */
  private static boolean notThere(String state) {
    return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
  }

  /** What would pass by itself and did not, however often it was tried. */
  static Failure exhausted(Failure last, int attempts) {
    return new Failure.Poison(
        "DEL-031",
        "it failed %d times, the last time with %s: %s Look at what it says, then replay."
            .formatted(attempts, last.code(), last.sentence()));
  }

  /**
   * A duplicate key is a race with ourselves: the second look finds the other's row and calls it a
   * duplicate.
   */
  private static boolean ofTheDatabase(Throwable t) {
    return t instanceof TransientDataAccessException
        || t instanceof NonTransientDataAccessResourceException
        || t instanceof RecoverableDataAccessException
        || t instanceof DuplicateKeyException
        || t instanceof CannotCreateTransactionException
        || t instanceof TransactionSystemException
        || (t instanceof SQLException sql && CANCELLED.contains(String.valueOf(sql.getSQLState())));
  }

  private static String first(Throwable t) {
    return String.valueOf(t.getMessage()).lines().findFirst().orElse("");
  }
}
