package dev.crossdock.faults;

import java.util.function.Function;

/**
 * One thing that must never be otherwise, as a question whose every row is a breach: key, expected,
 * found.
 *
 * @param name I1 to I8, as in the reliability rules
 * @param always whether it holds at any instant, or only once everything has come to rest
 * @param sql what breaks it
 * @param arguments what the world outside knows, for the question's parameters
 */
record Invariant(String name, boolean always, String sql, Function<Evidence, Object[]> arguments) {

  static Invariant always(String name, String sql) {
    return new Invariant(name, true, sql, evidence -> new Object[0]);
  }

  static Invariant always(String name, String sql, Function<Evidence, Object[]> arguments) {
    return new Invariant(name, true, sql, arguments);
  }

  static Invariant atRest(String name, String sql) {
    return new Invariant(name, false, sql, evidence -> new Object[0]);
  }

  static Invariant atRest(String name, String sql, Function<Evidence, Object[]> arguments) {
    return new Invariant(name, false, sql, arguments);
  }
}
