package dev.crossdock.console;

/** Where the first page gets its figures. */
interface LiveSource {

  /** The figures of this moment. */
  Live now();
}
