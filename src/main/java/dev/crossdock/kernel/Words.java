package dev.crossdock.kernel;

/** What every name of ours must be. */
final class Words {
  private static final int LONGEST = 512;

  private Words() {}

  static void requireWord(String what, String value) {
    if (value.isEmpty() || value.length() > LONGEST || !value.strip().equals(value)) {
      throw new HubException(
          new Failure.Data(
              "HUB-001",
              "%s is '%s'; expected 1 to %d characters without space around them. Correct it at its source, then replay."
                  .formatted(what, value, LONGEST)));
    }
  }
}
