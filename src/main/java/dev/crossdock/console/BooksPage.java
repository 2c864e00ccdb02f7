package dev.crossdock.console;

import dev.crossdock.delivery.Books;
import dev.crossdock.delivery.Gaps;
import dev.crossdock.kernel.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The books by channel and hour, and what was never heard, for people and their scripts. */
@RestController
class BooksPage {
  private static final int LONGEST_HOURS = 31 * 24;

  private final Books books;
  private final Gaps gaps;
  private final Clock clock;

  BooksPage(Books books, Gaps gaps, Clock clock) {
    this.books = books;
    this.gaps = gaps;
    this.clock = clock;
  }

  /**
   * The lines of the last hours, oldest first, and what did not balance at the last look.
   *
   * @param hours so many, to a month
   */
  @GetMapping(path = "/api/books", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> books(@RequestParam(defaultValue = "24") int hours) {
    var now = clock.instant();
    var from = now.minus(Duration.ofHours(Math.max(1, Math.min(hours, LONGEST_HOURS))));
    return json(
        Map.of("lines", books.hours(from, now.plusSeconds(1)), "imbalances", books.imbalances()));
  }

  /** What is missing between the numbers that systems count, the oldest first. */
  @GetMapping(path = "/api/gaps", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> gaps() {
    return json(Map.of("gaps", gaps.all()));
  }

  private static ResponseEntity<byte[]> json(Object what) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(Json.write(what));
  }
}
