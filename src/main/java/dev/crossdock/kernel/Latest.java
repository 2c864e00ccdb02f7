package dev.crossdock.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What was asked for lately, so many of them: the one that nobody has asked for the longest is
 * forgotten, and made anew when somebody does.
 */
public final class Latest<K, V> {
  private final String what;
  private final int most;
  private final Map<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long forgotten;

  /** So many, under the name they have in {@code reference/caps.md}. */
  public Latest(String what, int most) {
    this.what = what;
    this.most = most;
  }

  /** What is kept of it, or what is made of it now. */
  public synchronized V get(K key, Function<K, V> make) {
    var known = kept.get(key);
    if (known != null) {
      return known;
    }
    var made = make.apply(key);
    kept.put(key, made);
    if (kept.size() > most) {
      kept.remove(kept.keySet().iterator().next());
      forgotten++;
    }
    return made;
  }

  private synchronized long used() {
    return kept.size();
  }

  private synchronized long forgotten() {
    return forgotten;
  }

  /** As it is shown. */
  public Capped.Cap cap() {
    return new Capped.Cap(what, this::used, () -> most, this::forgotten);
  }
}
