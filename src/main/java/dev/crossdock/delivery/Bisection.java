package dev.crossdock.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Finds the items for whose sake a whole batch is refused, when the system does not say which they
 * are, and delivers all others on the way: every call either takes what it carries, or is another
 * step towards a bad one.
 *
 * <p>It always knows one group of suspects in which at least one is bad, and why the last call that
 * held them was refused. Half of them are sent. If that is taken, the other half holds the bad one,
 * and nobody need be asked; if it is refused, that half are the suspects, and the others are
 * nobody's guess until the bad one is found. Because all others of the refused call were taken
 * since, its reason is the bad item's own. So {@code d} bad items among {@code n} cost at most
 * {@code 1 + d * (1 + ceil(log2 n))} calls, the first included.
 *
 * @param <T> what is sent
 */
final class Bisection<T> {
  /** With more bad items than that, sending them one by one is cheaper than looking for them. */
  private static final int MOST_SOUGHT = 16;

  /** What is left then is owed again, and sought in another round. */
  private static final int MOST_CALLS = 100;

  private final List<Found<T>> found = new ArrayList<>();
  private final List<T> open = new ArrayList<>();
  private List<T> suspects;
  private Outcome reason;
  private int told;
  private int calls;

  /** A bad item, and why. */
  record Found<T>(T item, Outcome reason) {}

  /** This batch was refused as a whole. */
  Bisection(Collection<T> refused, Outcome reason) {
    this.suspects = new ArrayList<>(refused);
    this.reason = reason;
    settle();
  }

  /** What to send next; empty when every item has been taken or found. */
  List<T> next() {
    if (!suspects.isEmpty()) {
      return List.copyOf(suspects.subList(0, suspects.size() / 2));
    }
    return List.copyOf(
        found.size() < MOST_SOUGHT ? open : open.subList(0, Math.min(1, open.size())));
  }

  /**
   * Learns what became of what was sent last.
   *
   * @param ended where every item whose end is known now is put, with its outcome
   * @return whether there is more to send; false also when the channel is in no state to go on, and
   *     then the rest has no end yet
   */
  boolean learn(List<T> sent, Function<T, Outcome> said, Map<T, Outcome> ended) {
    calls++;
    var first = said.apply(sent.get(0));
    if (sent.stream().allMatch(t -> said.apply(t).taken())) {
      sent.forEach(t -> ended.put(t, said.apply(t)));
      taken(sent);
    } else if (sent.stream().allMatch(t -> said.apply(t).isLike(first)) && first.lasts()) {
      refused(sent, first);
    } else {
      var named = sent.stream().filter(t -> !said.apply(t).is(Outcome.UNTOUCHED)).toList();
      named.forEach(t -> ended.put(t, said.apply(t)));
      named(named, sent.stream().filter(t -> said.apply(t).is(Outcome.UNTOUCHED)).toList());
      if (named.stream().noneMatch(t -> said.apply(t).taken() || isItsOwn(said.apply(t)))) {
        return false;
      }
    }
    found().forEach(f -> ended.put(f.item(), f.reason()));
    return calls < MOST_CALLS && !rest().isEmpty();
  }

  private static boolean isItsOwn(Outcome outcome) {
    return outcome.lasts() || outcome.is("conflict");
  }

  /** All that was sent was taken. */
  void taken(Collection<T> sent) {
    remove(sent);
    settle();
  }

  /** What was sent was refused as a whole. */
  void refused(Collection<T> sent, Outcome why) {
    remove(sent);
    open.addAll(suspects);
    suspects = new ArrayList<>(sent);
    reason = why;
    settle();
  }

  /**
   * Of what was sent the system named the bad ones, which have their end; nothing is known of the
   * rest.
   */
  void named(Collection<T> bad, Collection<T> rest) {
    remove(bad);
    remove(rest);
    open.addAll(suspects);
    open.addAll(rest);
    suspects = new ArrayList<>();
  }

  /** The bad ones found since the last time this was asked. */
  List<Found<T>> found() {
    var news = List.copyOf(found.subList(told, found.size()));
    told = found.size();
    return news;
  }

  /** All that still has no end. */
  List<T> rest() {
    var rest = new ArrayList<>(suspects);
    rest.addAll(open);
    return rest;
  }

  private void remove(Collection<T> items) {
    suspects.removeAll(items);
    open.removeAll(items);
  }

  /** A group in which one is bad and that has only one is that one. */
  private void settle() {
    if (suspects.size() == 1) {
      found.add(new Found<>(suspects.get(0), reason));
      suspects = new ArrayList<>();
    }
  }
}
