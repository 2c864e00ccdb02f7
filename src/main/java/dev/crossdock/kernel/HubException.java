package dev.crossdock.kernel;

/** Something that did not work and can say why, in the words of {@link Failure}. */
public final class HubException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  /** Carries a failure up to whoever decides what happens next. */
  public HubException(Failure failure) {
    super(failure.code() + " " + failure.sentence());
    this.failure = failure;
  }

  /** As above, keeping what was underneath for the log. */
  public HubException(Failure failure, Throwable cause) {
    super(failure.code() + " " + failure.sentence(), cause);
    this.failure = failure;
  }

  /** Why. */
  public Failure failure() {
    return failure;
  }
}
