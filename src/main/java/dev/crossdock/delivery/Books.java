package dev.crossdock.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The books of messages, by channel and hour: how many were received, and how each ended.
 *
 * <p>What keeps or closes messages writes an entry in the same statement. The entries and the
 * messages themselves are then two accounts of the same thing, and are compared for ever: a message
 * that vanished, came from nowhere or ended twice shows as a difference.
 */
@Component
public class Books {
  private static final Logger LOG = LoggerFactory.getLogger(Books.class);
  private static final String CASE = "imbalance";

  /** A look rests for so many times as long as it took: what is large is compared less often. */
  private static final int REST = 30;

  private final BookTable table;
  private final Cases cases;
  private final Clock clock;
  private Set<Imbalance> lastTime = Set.of();
  private Instant older;
  private volatile List<Imbalance> now = List.of();
  private long restUntil = System.nanoTime();

  Books(BookTable table, Cases cases, Clock clock) {
    this.table = table;
    this.cases = cases;
    this.clock = clock;
    this.older = thisHour();
  }

  /**
   * One line of the books.
   *
   * @param hour when the messages were heard; the hour's beginning
   * @param account received, applied, duplicate, ignored, parked, or deleted for its age
   * @param detail the rule of what was ignored, the class of what is parked, else empty
   */
  public record Line(String channel, Instant hour, String account, String detail, long messages) {}

  /**
   * Where the books and the messages do not say the same.
   *
   * @param state an end, or {@code in progress}
   * @param booked what the entries say is there
   * @param kept what is there
   */
  public record Imbalance(String channel, Instant hour, String state, long booked, long kept) {}

  /** The lines of the hours from one instant to another, oldest first. */
  public List<Line> hours(Instant from, Instant to) {
    return table.lines(from, to).stream()
        .map(l -> new Line(l.channel(), l.hour(), l.account(), l.detail(), l.n()))
        .toList();
  }

  /** Compares the hours from one instant to another, now. */
  public List<Imbalance> compare(Instant from, Instant to) {
    return table.differences(from, to, to.isAfter(thisHour()));
  }

  /** What did not balance at the last look. */
  public List<Imbalance> imbalances() {
    return now;
  }

  @Scheduled(initialDelay = 2_000, fixedDelay = 2_000)
  void fold() {
    try {
      while (table.fold() == 20_000) {
        LOG.atDebug().log("many entries; folding on");
      }
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not fold the books; trying again");
    }
  }

  /**
   * Compares this hour, the one before, and one of the older ones by turns. What differs at two
   * looks in a row is somebody's to explain.
   */
  @Scheduled(initialDelay = 30_000, fixedDelay = 30_000)
  void lookNowAndThen() {
    if (System.nanoTime() - restUntil < 0) {
      return;
    }
    var began = System.nanoTime();
    look();
    var ended = System.nanoTime();
    restUntil = ended + REST * (ended - began);
  }

  void look() {
    try {
      var recent = thisHour().minus(1, ChronoUnit.HOURS);
      var found = new HashSet<>(table.differences(recent, recent.plus(Duration.ofDays(2)), true));
      lastTime.stream()
          .map(Imbalance::hour)
          .filter(hour -> hour.isBefore(recent))
          .distinct()
          .forEach(hour -> found.addAll(hour(hour)));
      nextOlder(recent);
      found.addAll(hour(older));
      tell(found);
      heal(recent, found);
      lastTime = Set.copyOf(found);
      now = List.copyOf(found);
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not compare the books; looking again");
    }
  }

  private List<Imbalance> hour(Instant hour) {
    return table.differences(hour, hour.plus(1, ChronoUnit.HOURS), false);
  }

  private void nextOlder(Instant recent) {
    older = older.minus(1, ChronoUnit.HOURS);
    var first = table.firstHour();
    if (first == null || older.isBefore(first) || !older.isBefore(recent)) {
      older = recent.minus(1, ChronoUnit.HOURS);
    }
  }

  private void tell(Set<Imbalance> found) {
    for (var one : found) {
      if (lastTime.stream()
          .anyMatch(
              last -> about(last).equals(about(one)) && last.channel().equals(one.channel()))) {
        cases.open(
            CASE,
            one.channel(),
            about(one),
            "DEL-105 the books of channel %s say that of what it sent in the hour from %s %d are %s, and %d are; see delivery_books_view, and who changed delivery_inbox by hand."
                .formatted(one.channel(), one.hour(), one.booked(), one.state(), one.kept()));
      }
    }
  }

  /** Closes the cases of hours that were looked at and balance. */
  private void heal(Instant recent, Set<Imbalance> found) {
    cases.open().stream()
        .filter(c -> c.kind().equals(CASE))
        .filter(
            c ->
                found.stream()
                    .noneMatch(i -> i.channel().equals(c.channel()) && about(i).equals(c.about())))
        .filter(c -> balances(c.about(), recent))
        .forEach(c -> cases.close(CASE, c.channel(), c.about()));
  }

  private boolean balances(String about, Instant recent) {
    var hour = Instant.parse(about.substring(0, about.indexOf(' ')));
    var lines = hour.isBefore(recent) ? hour(hour) : compare(hour, hour.plus(1, ChronoUnit.HOURS));
    return lines.stream().noneMatch(line -> Objects.equals(about(line), about));
  }

  private static String about(Imbalance one) {
    return one.hour() + " " + one.state();
  }

  private Instant thisHour() {
    return clock.instant().truncatedTo(ChronoUnit.HOURS);
  }
}
