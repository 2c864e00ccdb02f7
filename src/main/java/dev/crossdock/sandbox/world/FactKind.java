package dev.crossdock.sandbox.world;

import java.util.Locale;

/** What can happen to stock. */
public enum FactKind {
  RESERVATION,
  RELEASE,
  FULFILMENT,
  RETURN,
  SALE,
  COUNT;

  /** The kind as the control API prints it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
