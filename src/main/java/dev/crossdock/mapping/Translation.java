package dev.crossdock.mapping;

import dev.crossdock.kernel.References;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whose documents are being mapped on this thread, and who can say what the names in them mean.
 *
 * @param channel whose names they are
 * @param references who knows them
 */
record Translation(String channel, References references) {
  private static final ThreadLocal<@Nullable Translation> CURRENT = new ThreadLocal<>();

  static Translation current() {
    var current = CURRENT.get();
    if (current == null) {
      throw new IllegalStateException("a host function was called outside a mapping");
    }
    return current;
  }

  /** Runs something for this channel; such runs may be nested. */
  <T> T during(Supplier<T> work) {
    var before = CURRENT.get();
    CURRENT.set(this);
    try {
      return work.get();
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }
}
