package dev.crossdock.kernel;

/**
 * What is wrong with one of the files an engineer edits, and where.
 *
 * @param file as it is called from the hub's own folder, for example {@code routes/orders/x.yaml}
 * @param line counted from 1; 1 when it concerns the whole file
 * @param code the documented code, for example {@code LINT-004}
 * @param sentence the value, what was expected, and the next move
 */
public record Finding(String file, int line, String code, String sentence) {

  /** As it is logged and shown: {@code file:line CODE sentence}. */
  @Override
  public String toString() {
    return "%s:%d %s %s".formatted(file, line, code, sentence);
  }
}
