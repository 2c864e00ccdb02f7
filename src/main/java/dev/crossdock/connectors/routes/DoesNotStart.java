package dev.crossdock.connectors.routes;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** A route did not start. */
final class DoesNotStart extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String ROUTES_MISTAKE = "mandatory parameters must be provided";

  private final transient Unit unit;
  private final Exception cause;

  DoesNotStart(Unit unit, Exception cause) {
    super(cause);
    this.unit = unit;
    this.cause = cause;
  }

  Exception cause() {
    return cause;
  }

  /**
   * The file to correct: the kamelet that the exception names, else the route's own, else what it
   * uses; of those that were just changed, if any was.
   */
  FileText file(Set<Path> changed) {
    var named = unit.kamelets().values().stream().filter(this::isNamed);
    var used = Stream.concat(unit.kamelets().values().stream(), unit.policies().values().stream());
    return Stream.of(named, Stream.of(unit.file()), used)
        .flatMap(files -> files)
        .filter(file -> changed.contains(file.path()))
        .findFirst()
        .orElse(unit.file());
  }

  private boolean isNamed(FileText kamelet) {
    var named = false;
    for (Throwable e = cause; e != null; e = e.getCause()) {
      var message = String.valueOf(e.getMessage());
      if (message.contains(ROUTES_MISTAKE)) {
        return false;
      }
      named |= message.contains("Kamelet with id " + kamelet.kamelet());
    }
    return named;
  }
}
