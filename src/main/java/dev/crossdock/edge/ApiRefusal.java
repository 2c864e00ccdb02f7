package dev.crossdock.edge;

/** A call that cannot be answered, and why; costs no stack trace. */
final class ApiRefusal extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  ApiRefusal(int status, String title) {
    super(title, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
