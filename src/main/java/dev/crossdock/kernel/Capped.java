package dev.crossdock.kernel;

import java.util.Collection;
import java.util.function.LongSupplier;

/** Something that can fill up, and says how far it has. */
public interface Capped {

  /** What of it can fill up. */
  Collection<Cap> caps();

  /**
   * How full one thing is.
   *
   * @param what its name, as in {@code reference/caps.md}
   * @param used how much of it is used now; for a body, the largest that was taken
   * @param limit how much it holds at most
   * @param refused how often something did not fit
   */
  record Cap(String what, LongSupplier used, LongSupplier limit, LongSupplier refused) {}
}
