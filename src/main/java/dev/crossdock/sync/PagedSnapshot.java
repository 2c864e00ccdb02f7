package dev.crossdock.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Listing;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads what a system holds page by page, holding no more than one. A page that is short, comes
 * again or goes back is the end of the snapshot, never a smaller catalogue.
 */
@Component
class PagedSnapshot {
  private final Paging paging;
  private final StagedPages pages;
  private final Clock clock;

  PagedSnapshot(Paging paging, StagedPages pages, Clock clock) {
    this.paging = paging;
    this.pages = pages;
    this.clock = clock;
  }

  /**
   * Reads to the end.
   *
   * @throws HubException {@code SYN-033} to {@code SYN-036} when a page is not what it must be
   */
  Reached read(SnapshotTask task, Listing.Paged paged, Reached from) throws InterruptedException {
    var limit = paged.limit() == null ? 1 : paged.limit();
    var by = task.by(paged.route(), paged.budget(), paged.cost());
    var reached = from;
    while (!reached.done()) {
      var asked = clock.instant();
      var question = task.question(asked).put("page", reached.next()).put("limit", limit);
      var page = paging.ask(by, question, task.progress());
      CrashPoints.hit("snapshot.page-read");
      var lines = SnapshotLine.all(task.name(), page.path("items"), asOf(page, asked));
      reached = pages.expect(task, reached, page.path("total"));
      reached = taken(task, paged.sorted(), limit, page, lines, reached);
      pages.keep(task, lines, reached);
    }
    StagedPages.requireAll(task, reached);
    return reached;
  }

  private static Reached taken(
      SnapshotTask task,
      boolean sorted,
      int limit,
      JsonNode page,
      List<SnapshotLine> lines,
      Reached before) {
    var next = Paging.text(page, "next");
    var count = page.path("count").asLong(lines.size());
    requireFull(task, limit, page, count, next);
    var last = before.last();
    for (var line : sorted ? lines : List.<SnapshotLine>of()) {
      var place = line.key() + '\t' + line.place();
      requireBehind(task, last, place);
      last = place;
    }
    var reached = before.read(count, next, last);
    if (next == null) {
      return reached;
    }
    var mark = next + '\n' + (lines.isEmpty() ? "" : lines.get(0).name());
    if (next.equals(before.next()) || before.seen(mark)) {
      throw wrong(task, "gave the page '%s' again".formatted(next), "SYN-034");
    }
    return reached.marking(mark);
  }

  /** Only the last page may hold fewer than it was asked for, where the page says how many. */
  private static void requireFull(
      SnapshotTask task, int limit, JsonNode page, long count, @Nullable String next) {
    if (next != null && count < (page.has("count") ? limit : 1)) {
      throw wrong(
          task,
          "gave a page of %d with another behind it; expected %d".formatted(count, limit),
          "SYN-035");
    }
  }

  private static void requireBehind(SnapshotTask task, @Nullable String last, String place) {
    if (last != null && Arrays.compareUnsigned(place.getBytes(UTF_8), last.getBytes(UTF_8)) < 0) {
      throw wrong(
          task,
          "went back from '%s' to '%s'; expected rising order"
              .formatted(last.replace('\t', ' '), place.replace('\t', ' ')),
          "SYN-036");
    }
  }

  private static Instant asOf(JsonNode page, Instant asked) {
    var said = Paging.text(page, "asOf");
    return said == null ? asked : Instant.parse(said);
  }

  private static HubException wrong(SnapshotTask task, String what, String code) {
    return new HubException(
        new Failure.Data(
            code,
            "%s %s: its pages shifted while they were read. It is no snapshot; it is read again at its next run."
                .formatted(task.name(), what)));
  }
}
