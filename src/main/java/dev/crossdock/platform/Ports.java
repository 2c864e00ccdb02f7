package dev.crossdock.platform;

/**
 * Where the running hub listens; known once its web server has started, also when any free port was
 * asked for.
 */
public interface Ports {

  /** The console, Hawtio and health: for people. */
  int console();
}
