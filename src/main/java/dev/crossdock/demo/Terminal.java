package dev.crossdock.demo;

import java.io.PrintStream;
import java.time.Duration;

/** Tells the person who waits how far things are; on standard error, the result is elsewhere. */
final class Terminal {
  private final PrintStream out;
  private final long began = System.nanoTime();

  Terminal(PrintStream out) {
    this.out = out;
  }

  void say(String words) {
    var elapsed = Duration.ofNanos(System.nanoTime() - began);
    out.printf("%5.1f s  %s%n", elapsed.toMillis() / 1000.0, words);
    out.flush();
  }
}
