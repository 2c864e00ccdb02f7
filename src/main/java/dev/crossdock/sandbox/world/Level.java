package dev.crossdock.sandbox.world;

/** What is on a shelf, and how much of it is promised. */
public record Level(int onHand, int reserved) {
  static final Level NONE = new Level(0, 0);

  /** What could still be sold. */
  public int free() {
    return onHand - reserved;
  }

  Level after(FactKind kind, int quantity) {
    return switch (kind) {
      case RESERVATION -> new Level(onHand, reserved + quantity);
      case RELEASE -> new Level(onHand, reserved - quantity);
      case FULFILMENT -> new Level(onHand - quantity, reserved - quantity);
      case RETURN -> new Level(onHand + quantity, reserved);
      case SALE -> new Level(onHand - quantity, reserved);
      case COUNT -> new Level(quantity, reserved);
    };
  }

  Level shifted(int units) {
    return new Level(onHand + units, reserved);
  }
}
