package dev.crossdock.faults.simulation;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/** What will happen, when, and in which order; and what has happened, to be told and compared. */
public final class Agenda {
  private static final int REMEMBERED = 80;

  private record Entry(long at, long number, Runnable event) {}

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));
  private final Deque<String> lately = new ArrayDeque<>();
  private final long begin;
  private long number;
  private long micros;
  private long events;
  private long hash = 0xcbf29ce484222325L;

  /** Begins then. */
  public Agenda(long beginMicros) {
    begin = beginMicros;
    micros = beginMicros;
  }

  /** Microseconds since 1970, in the simulated world. */
  public long micros() {
    return micros;
  }

  /** Does something later. */
  public void in(long millis, Runnable event) {
    entries.add(new Entry(micros + Math.max(0, millis) * 1000 + 1, number++, event));
  }

  /** Lets time go on to the next event; its every event has an instant of its own. */
  public Runnable next() {
    var next = entries.remove();
    micros = Math.max(micros + 1, next.at());
    return next.event();
  }

  /** Something happened. */
  public void note(String what) {
    events++;
    for (int i = 0; i < what.length(); i++) {
      hash = (hash ^ what.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ micros) * 0x100000001b3L;
    lately.add("%11.6f  %s".formatted((micros - begin) / 1e6, what));
    if (lately.size() > REMEMBERED) {
      lately.remove();
    }
  }

  /** How many things have happened. */
  public long events() {
    return events;
  }

  /** The same for the same events at the same instants. */
  long hash() {
    return hash;
  }

  List<String> lately() {
    return List.copyOf(lately);
  }
}
