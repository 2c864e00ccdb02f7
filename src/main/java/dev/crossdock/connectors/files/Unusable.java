package dev.crossdock.connectors.files;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;

/** A file that cannot be used as it stands. */
public final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Finding finding;

  public Unusable(String file, int line, String code, String sentence) {
    this(new Finding(file, line, code, sentence));
  }

  public Unusable(Finding finding) {
    super(finding.toString());
    this.finding = finding;
  }

  public Finding finding() {
    return finding;
  }

  /** The same, for a start that must not go on. */
  public HubException stopsTheStart() {
    return new HubException(
        new Failure.Data(
            finding.code(),
            "%s (%s:%d)".formatted(finding.sentence(), finding.file(), finding.line())),
        this);
  }
}
