package dev.crossdock.divergence.compare;

import dev.crossdock.divergence.Policy;
import dev.crossdock.divergence.State;
import dev.crossdock.divergence.compare.Line.Judgement;
import dev.crossdock.divergence.compare.Line.Open;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one comparison makes of the lines that differ: what is new, what was seen again, what is no
 * longer to be explained, and what is over.
 *
 * <p>Something is drift when two looks found it, nothing that was heard since explains the first,
 * and nothing that is on its way the second.
 */
final class Findings {
  /** So many new ones of one comparison are kept, the worst; the others are found again. */
  static final int MOST = 10_000;

  private static final Comparator<Line> WORST_LAST =
      Comparator.comparing((Line line) -> line.difference() > 0)
          .thenComparingLong(line -> Math.abs(line.difference()));

  private final Book book;
  private final Function<String, Policy> policies;
  private final PriorityQueue<Line> suspected = new PriorityQueue<>(WORST_LAST);
  private final List<Line> again = new ArrayList<>();
  private final List<Line> anew = new ArrayList<>();
  private final List<Line> drifted = new ArrayList<>();
  private final List<Open> over = new ArrayList<>();
  private @Nullable Line first;
  private long late;
  private long tolerated;
  private long doubted;
  private long wrong;

  Findings(Book book, Function<String, Policy> policies) {
    this.book = book;
    this.policies = policies;
  }

  /** Takes one; what an earlier snapshot said of it comes right before it. */
  void take(Line line) {
    if (line.isFirst()) {
      first = line;
      return;
    }
    var before = first;
    first = null;
    var judgement = judge(line);
    switch (judgement) {
      case LAG -> late++;
      case TOLERATED -> tolerated++;
      case BACK -> {
        late += line.difference() == 0 ? 1 : 0;
        tolerated += line.difference() == 0 ? 0 : 1;
      }
      case OVER -> over(line, before);
    }
    end(line.open(), judgement);
  }

  private Judgement judge(Line line) {
    return line.judge(book, policies.apply(line.place()));
  }

  private void over(Line line, @Nullable Line before) {
    var open = line.open();
    if (open != null && open.state() != State.SUSPECTED) {
      again.add(line);
      wrong++;
    } else if (open == null) {
      suspect(line);
    } else if (before == null) {
      again.add(line);
      doubted++;
    } else if (judge(before) == Judgement.OVER) {
      drifted.add(line);
      wrong++;
    } else {
      anew.add(line);
      doubted++;
    }
  }

  private void suspect(Line line) {
    doubted++;
    suspected.add(line);
    if (suspected.size() > MOST) {
      suspected.poll();
    }
  }

  /** A suspicion is over as soon as nobody would be told; what was told, when it is well within. */
  private void end(@Nullable Open open, Judgement judgement) {
    if (open != null
        && (judgement == Judgement.BACK
            || (judgement == Judgement.TOLERATED && open.state() == State.SUSPECTED))) {
      over.add(open);
    }
  }

  /** Seen for the first time. */
  List<Line> suspected() {
    return List.copyOf(suspected);
  }

  /** Seen before, and no news. */
  List<Line> again() {
    return again;
  }

  /** What was seen before is explained; what is seen now is something else. */
  List<Line> anew() {
    return anew;
  }

  /** Drift from now on. */
  List<Line> drifted() {
    return drifted;
  }

  /** No longer. */
  List<Open> over() {
    return over;
  }

  /**
   * How many of each.
   *
   * @param doubted seen once, or too lately to be sure
   */
  record Counts(long late, long tolerated, long doubted, long wrong) {
    long all() {
      return late + tolerated + doubted + wrong;
    }
  }

  Counts counts() {
    return new Counts(late, tolerated, doubted, wrong);
  }
}
