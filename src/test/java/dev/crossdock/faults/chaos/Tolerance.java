package dev.crossdock.faults.chaos;

/** What somebody must be told of: more than 5 %, and at least 2 units. */
final class Tolerance {
  private Tolerance() {}

  static boolean isOver(int expected, int observed) {
    var off = Math.abs(observed - expected);
    return (expected == 0 && observed > 0)
        || (off >= 2 && off * 20 > Math.max(Math.abs(expected), 1));
  }
}
