package dev.crossdock.mapping;

import dev.crossdock.kernel.Finding;

/** A mapping's text is not a mapping. */
final class DoesNotCompile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Finding finding;

  DoesNotCompile(Finding finding) {
    super(finding.toString());
    this.finding = finding;
  }

  Finding finding() {
    return finding;
  }
}
