package dev.crossdock.delivery;

import com.fasterxml.jackson.core.JsonPointer;
import dev.crossdock.connectors.Sequence;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What was never heard: numbers that a system counts, such as a shop's orders or a till's receipts,
 * and that are missing between others. A late one fills its gap by itself.
 *
 * <p>Looked for beside the work, some seconds after a message was kept, so that it costs no message
 * anything.
 */
@Component
public class Gaps {
  private static final Logger LOG = LoggerFactory.getLogger(Gaps.class);
  private static final String CASE = "gap";
  private static final int AT_ONCE = 1_000;
  private static final int FORGIVEN_DAYS = 30;

  /** As many times as long as it looked it leaves the database to those who work. */
  private static final int REST = 3;

  /** No transaction that keeps messages lasts longer. */
  private static final long SETTLED_MILLIS = 10_000;

  private static final Pattern DIGITS = Pattern.compile("(\\d{1,18})\\D*$");

  private final GapTable table;
  private final Sequences sequences;
  private final Vault vault;
  private final Cases cases;
  private final TransactionTemplate transaction;

  Gaps(
      GapTable table,
      Sequences sequences,
      Vault vault,
      Cases cases,
      TransactionTemplate transaction) {
    this.table = table;
    this.sequences = sequences;
    this.vault = vault;
    this.cases = cases;
    this.transaction = transaction;
  }

  /**
   * Numbers that are missing.
   *
   * @param name what is counted
   * @param scope of which store, till and day, as its manifest says; empty for a whole channel
   * @param told whether somebody has been told
   */
  public record Gap(
      String channel,
      String name,
      String scope,
      long first,
      long last,
      Instant since,
      boolean told) {}

  /** What one channel counts. */
  record Counted(String channel, String name) {}

  /** Everything that is missing, the oldest first. */
  public List<Gap> all() {
    return table.all();
  }

  @Scheduled(initialDelay = 10_000, fixedDelay = 5_000)
  void look() {
    try {
      var began = System.nanoTime();
      while (look(SETTLED_MILLIS) == AT_ONCE) {
        LockSupport.parkNanos(REST * (System.nanoTime() - began));
        began = System.nanoTime();
      }
      tell();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not look for gaps; looking again");
    }
  }

  /** What has been missing for a month will not come; what ended as long ago is forgotten. */
  @Scheduled(initialDelay = 300_000, fixedDelay = 3_600_000)
  void forgive() {
    table.forgive(FORGIVEN_DAYS);
  }

  /** Looks at the next messages; returns how many there were. */
  int look(long settledMillis) {
    var counted = sequences.all();
    var looked =
        transaction.execute(
            status -> {
              var cursor = table.cursor();
              if (cursor.isEmpty()) {
                return 0;
              }
              var news = table.news(cursor.get(0), AT_ONCE, counted.keySet(), settledMillis);
              var numbers =
                  news.stream()
                      .flatMap(kept -> numbered(kept, counted.get(kept.told())).stream())
                      .toList();
              if (!numbers.isEmpty()) {
                table.hear(numbers);
              }
              if (!news.isEmpty()) {
                table.cursor(news.get(news.size() - 1).id());
              }
              return news.size();
            });
    return looked == null ? 0 : looked;
  }

  private Optional<GapTable.Numbered> numbered(GapTable.Kept kept, @Nullable Sequence sequence) {
    var body = kept.body();
    return sequence == null || body == null
        ? Optional.empty()
        : opened(body).flatMap(open -> numbered(kept.told().channel(), sequence, open));
  }

  private Optional<byte[]> opened(byte[] body) {
    try {
      return vault.open(body);
    } catch (HubException e) {
      return Optional.empty();
    }
  }

  private static Optional<GapTable.Numbered> numbered(
      String channel, Sequence sequence, byte[] body) {
    var digits = DIGITS.matcher(at(body, sequence.number()));
    if (!digits.find()) {
      return Optional.empty();
    }
    var scope =
        sequence.per().stream().map(place -> at(body, place)).collect(Collectors.joining(" "));
    return Optional.of(
        new GapTable.Numbered(
            channel,
            sequence.name(),
            scope,
            Long.parseLong(digits.group(1)),
            Math.toIntExact(sequence.grace().toSeconds())));
  }

  /** The rest of the document is left unread: there may be a million of them. */
  private static String at(byte[] body, String place) {
    return Json.textAt(body, JsonPointer.compile(place.substring("body:".length()))).orElse("");
  }

  /** Opens a case for what is missing longer than it may, and closes those that filled. */
  void tell() {
    var news = new HashSet<>(table.tell());
    var missing =
        table.all().stream()
            .filter(Gap::told)
            .collect(Collectors.groupingBy(g -> new Counted(g.channel(), g.name())));
    news.forEach(
        one ->
            cases.open(
                CASE,
                one.channel(),
                one.name(),
                sentence(one, missing.getOrDefault(one, List.of()))));
    cases.open(CASE).stream()
        .filter(c -> !missing.containsKey(new Counted(c.channel(), c.about())))
        .forEach(c -> cases.close(CASE, c.channel(), c.about()));
  }

  private static String sentence(Counted counted, List<Gap> gaps) {
    return "DEL-106 of what channel %s counts as %s, %s never came%s; have it sent again, or see what became of it there."
        .formatted(
            counted.channel(),
            counted.name(),
            gaps.stream().limit(5).map(Gaps::words).collect(Collectors.joining(", ")),
            gaps.size() > 5 ? ", and %d more gaps".formatted(gaps.size() - 5) : "");
  }

  private static String words(Gap gap) {
    var numbers = gap.first() == gap.last() ? "" + gap.first() : gap.first() + " to " + gap.last();
    return gap.scope().isEmpty() ? numbers : numbers + " (" + gap.scope() + ")";
  }
}
