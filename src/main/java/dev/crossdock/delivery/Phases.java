package dev.crossdock.delivery;

/**
 * In which order the hub's own threads start, and, backwards, stop: the writer is up before anyone
 * is let in.
 */
final class Phases {
  static final int WRITER = 100;
  static final int RELAY = 200;
  static final int WORKERS = 300;

  private Phases() {}
}
