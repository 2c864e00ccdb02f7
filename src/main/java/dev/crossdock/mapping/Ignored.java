package dev.crossdock.mapping;

/**
 * A mapping that set its message aside on purpose, by a named rule. Carries no stack: it is no
 * error.
 */
final class Ignored extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String rule;

  Ignored(String rule) {
    super("ignored by " + rule, null, false, false);
    this.rule = rule;
  }

  String rule() {
    return rule;
  }
}
