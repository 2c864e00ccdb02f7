package dev.crossdock.delivery;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.crossdock.delivery.Books.Imbalance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Compares the books with the messages, a few pages at a time and for ever: those of this hour and
 * the last by turns, one of the older ones, and every page that differed. What differs at two looks
 * in a row is somebody's to explain.
 */
@Component
class BookAudit {
  private static final Logger LOG = LoggerFactory.getLogger(BookAudit.class);
  private static final String CASE = "imbalance";
  private static final int RECENT = 4;

  /** A look rests for so many times as long as it took: slow disks are read less often. */
  private static final int REST = 30;

  private final BookTable table;
  private final Cases cases;
  private final Clock clock;
  private final Map<Long, List<Imbalance>> differing = new TreeMap<>();
  private long recent;
  private long older;
  private volatile List<Imbalance> found = List.of();
  private long restUntil = System.nanoTime();

  BookAudit(BookTable table, Cases cases, Clock clock) {
    this.table = table;
    this.cases = cases;
    this.clock = clock;
  }

  /** What did not balance at the last look. */
  List<Imbalance> found() {
    return found;
  }

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
      List.copyOf(differing.keySet()).forEach(this::lookAt);
      lookAtTheNext();
      var before = found;
      found = allThatDiffers();
      tell(before);
      heal();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not compare the books; looking again");
    }
  }

  private void lookAtTheNext() {
    var all = table.pages();
    if (all.none()) {
      return;
    }
    var since = table.pages(lastHour(), lastHour().plus(Duration.ofDays(2)));
    var first = since.none() ? all.last() : since.first();
    for (long n = 0; n < Math.min(RECENT, all.last() - first + 1); n++) {
      recent = recent < first || recent >= all.last() ? first : recent + 1;
      lookAt(recent);
    }
    older = older <= all.first() || older > first ? first - 1 : older - 1;
    if (older >= all.first()) {
      lookAt(older);
    }
  }

  private void lookAt(long page) {
    var differences = table.differences(page);
    if (differences.isEmpty()) {
      differing.remove(page);
    } else {
      differing.put(page, differences);
    }
  }

  private List<Imbalance> allThatDiffers() {
    return summed(differing.values().stream().flatMap(List::stream));
  }

  private void tell(List<Imbalance> before) {
    found.stream()
        .filter(one -> before.stream().anyMatch(b -> b.isAbout(one.channel(), one.about())))
        .forEach(one -> cases.open(CASE, one.channel(), one.about(), sentence(one)));
  }

  private static String sentence(Imbalance one) {
    return "DEL-105 the books of channel %s and its messages are apart: of what it sent in the hour from %s, on the pages that differ, %d are booked as %s and %d are; see delivery_books_view, and who changed delivery_inbox by hand."
        .formatted(one.channel(), one.hour(), one.booked(), one.state(), one.kept());
  }

  /** Closes the case of an hour once every page of it balances. */
  private void heal() {
    for (var one : cases.open(CASE)) {
      if (!differs(one)) {
        var hour = Instant.parse(one.about().substring(0, one.about().indexOf(' ')));
        table.pages(hour, hour.plus(1, ChronoUnit.HOURS)).each().forEach(this::lookAt);
        found = allThatDiffers();
        if (!differs(one)) {
          cases.close(CASE, one.channel(), one.about());
        }
      }
    }
  }

  private boolean differs(Cases.Case one) {
    return found.stream().anyMatch(i -> i.isAbout(one.channel(), one.about()));
  }

  /** One for each channel, hour and end, of what differs on one page or on many. */
  static List<Imbalance> summed(Stream<Imbalance> ofPages) {
    return ofPages
        .collect(
            toMap(
                i -> List.of(i.channel(), i.about()),
                identity(),
                BookAudit::sum,
                LinkedHashMap::new))
        .values()
        .stream()
        .toList();
  }

  private static Imbalance sum(Imbalance one, Imbalance other) {
    return new Imbalance(
        one.channel(),
        one.hour(),
        one.state(),
        one.booked() + other.booked(),
        one.kept() + other.kept());
  }

  private Instant lastHour() {
    return clock.instant().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
  }
}
