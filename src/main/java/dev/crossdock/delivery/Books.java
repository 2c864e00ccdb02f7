package dev.crossdock.delivery;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The books of messages, by channel and hour: how many were received, and how each ended.
 *
 * <p>What keeps or closes messages writes an entry in the same statement. The entries and the
 * messages themselves are then two accounts of the same thing, and {@link BookAudit} compares them
 * for ever: a message that vanished, came from nowhere or ended twice shows as a difference.
 */
@Component
public class Books {
  private static final Logger LOG = LoggerFactory.getLogger(Books.class);

  private final BookTable table;
  private final BookAudit audit;
  private final Clock clock;

  Books(BookTable table, BookAudit audit, Clock clock) {
    this.table = table;
    this.audit = audit;
    this.clock = clock;
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
   * @param booked what the entries say is there, on the pages that differ
   * @param kept what is there
   */
  public record Imbalance(String channel, Instant hour, String state, long booked, long kept) {
    /** Whether a case of that channel is about it. */
    boolean isAbout(String itsChannel, String itsAbout) {
      return channel.equals(itsChannel) && about().equals(itsAbout);
    }

    /** What a case calls it. */
    String about() {
      return hour + " " + state;
    }
  }

  /** The lines of the hours from one instant to another, oldest first. */
  public List<Line> hours(Instant from, Instant to) {
    return table.lines(from, to).stream()
        .map(l -> new Line(l.channel(), l.hour(), l.account(), l.detail(), l.n()))
        .toList();
  }

  /**
   * Compares the hours from one instant to another, now: every page at one instant, one page after
   * the other. With this hour in it, also the pages after the last that is booked.
   */
  public List<Imbalance> compare(Instant from, Instant to) {
    var open = to.isAfter(clock.instant().truncatedTo(ChronoUnit.HOURS));
    var booked = table.pages(from, to);
    var pages = open ? booked.upTo(table.pages().last()) : booked;
    return BookAudit.summed(
        pages
            .each()
            .mapToObj(table::differences)
            .flatMap(List::stream)
            .filter(i -> !i.hour().isBefore(from) && i.hour().isBefore(to)));
  }

  /** What did not balance at the last look. */
  public List<Imbalance> imbalances() {
    return audit.found();
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
}
