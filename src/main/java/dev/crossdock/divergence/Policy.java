package dev.crossdock.divergence;

/**
 * How far a system may be from what we hold true about one thing at one place, and what is done
 * when it is further.
 *
 * @param over somebody is told when the difference is strictly more than this part of what is
 *     expected, in hundredths of a percent (500 is 5 %)
 * @param units and at least so many units
 * @param heal what is done about it
 * @param tries how often it is corrected before a person must look
 * @param skusPerHour how many SKUs of this channel are corrected in an hour, at most
 * @param unitsPerHour by how many units they are corrected in an hour, at most
 */
public record Policy(
    int over, long units, Heal heal, int tries, int skusPerHour, long unitsPerHour) {

  private static final int WHOLE = 10_000;

  /**
   * Whether somebody is told: strictly over the limit and enough units; where nothing is expected,
   * anything at all.
   *
   * @param difference what is there beyond what is expected; less than zero where less is there
   */
  public boolean isOver(long expected, long difference) {
    if (expected == 0 && difference > 0) {
      return true;
    }
    var off = Math.abs(difference);
    return off > 0 && off >= units && off * WHOLE > over * Math.max(1, Math.abs(expected));
  }

  /** What is done about a drift. */
  public enum Heal {
    /** It is corrected without asking anybody. */
    HEAL,
    /** A person is asked first. */
    PROPOSE,
    /** It is only told. */
    NEVER
  }
}
