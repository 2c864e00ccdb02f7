package dev.crossdock.connectors.calls;

/** Time that only ever moves on, for waits and expiries (rule R12). */
public interface MonotonicTime {

  /** Nanoseconds since some moment that does not matter. */
  long nanos();
}
