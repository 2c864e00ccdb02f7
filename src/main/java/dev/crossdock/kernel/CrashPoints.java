package dev.crossdock.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places where a fault test ends the whole process at once, as a power cut would: nothing is
 * closed, nobody is told.
 *
 * <p>A hit does nothing, and costs nothing, unless the process was started with {@code
 * -Dcrossdock.crash-points=close.before-commit:3}: then the process ends when it comes by there for
 * the third time. Every step of a message's way has one.
 */
public final class CrashPoints {
  /** The system property that arms points: {@code name:n}, comma separated. */
  public static final String PROPERTY = "crossdock.crash-points";

  /** How such a process ends: as one that was killed. */
  public static final int STATUS = 137;

  private static final boolean ARMED = System.getProperty(PROPERTY) != null;
  private static final Map<String, AtomicInteger> LEFT = read(System.getProperty(PROPERTY, ""));

  private CrashPoints() {}

  /** We came by here; no other place has this name. */
  public static void hit(String name) {
    if (ARMED) {
      var left = LEFT.get(name);
      if (left != null && left.decrementAndGet() == 0) {
        Runtime.getRuntime().halt(STATUS);
      }
    }
  }

  static Map<String, AtomicInteger> read(String wanted) {
    var armed = new HashMap<String, AtomicInteger>();
    for (var one : wanted.isBlank() ? new String[0] : wanted.split(",", -1)) {
      var parts = one.strip().split(":", -1);
      if (parts.length != 2 || !parts[1].matches("[1-9][0-9]{0,8}")) {
        throw new IllegalArgumentException(
            "-D%s has '%s'; expected name:n, for example close.before-commit:3"
                .formatted(PROPERTY, one));
      }
      armed.put(parts[0], new AtomicInteger(Integer.parseInt(parts[1])));
    }
    return Map.copyOf(armed);
  }
}
