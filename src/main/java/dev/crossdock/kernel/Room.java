package dev.crossdock.kernel;

/** Whether there is room to keep what somebody wants to tell us. */
public interface Room {

  /** Answered at once, from the last look; a look is never made on the caller's thread. */
  boolean isLeft();
}
