package dev.crossdock.faults.simulation;

/** A hub process dies here. An error, so that no code that mends exceptions lives on. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash() {
    super("the process died", null, false, false);
  }
}
