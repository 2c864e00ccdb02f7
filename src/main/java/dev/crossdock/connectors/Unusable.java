package dev.crossdock.connectors;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;

/** A file that cannot be used as it stands. */
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Finding finding;

  Unusable(String file, int line, String code, String sentence) {
    this(new Finding(file, line, code, sentence));
  }

  Unusable(Finding finding) {
    super(finding.toString());
    this.finding = finding;
  }

  Finding finding() {
    return finding;
  }

  /** The same, for a start that must not go on. */
  HubException stopsTheStart() {
    return new HubException(
        new Failure.Data(
            finding.code(),
            "%s (%s:%d)".formatted(finding.sentence(), finding.file(), finding.line())),
        this);
  }
}
