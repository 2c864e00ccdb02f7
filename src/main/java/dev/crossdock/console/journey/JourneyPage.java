package dev.crossdock.console.journey;

import dev.crossdock.kernel.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finds one thing over all systems, for people and their scripts. */
@RestController
class JourneyPage {
  private static final int LONGEST = 200;
  private static final int LONGEST_MINUTES = 24 * 60;

  private final Journeys journeys;

  JourneyPage(Journeys journeys) {
    this.journeys = journeys;
  }

  /**
   * The journey of one thing.
   *
   * @param id an order's number, a webhook's id, a receipt, a SKU; {@code kind:value} when only one
   *     sort is meant
   * @param at about when, for a SKU; UTC unless it says otherwise
   * @param minutes how far from it, either way
   */
  @GetMapping(path = "/api/journey", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> find(
      @RequestParam String id,
      @RequestParam(required = false) @Nullable String at,
      @RequestParam(required = false) @Nullable Integer minutes) {
    if (id.isBlank() || id.length() > LONGEST) {
      return refused(
          "id: give an order's number, a webhook's id, a receipt or a SKU, up to 200 characters.");
    }
    var time = at == null || at.isBlank() ? null : Asked.time(at).orElse(null);
    if (at != null && !at.isBlank() && time == null) {
      return refused("at: write a time as 2026-11-21T10:15 (UTC) or 2026-11-21T10:15+01:00.");
    }
    if (minutes != null && (minutes < 1 || minutes > LONGEST_MINUTES)) {
      return refused("minutes: between 1 and 1440.");
    }
    var asked = Asked.of(id, time, minutes == null ? null : Duration.ofMinutes(minutes));
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(Json.write(journeys.find(asked)));
  }

  /** As RFC 9457 says it. */
  private static ResponseEntity<byte[]> refused(String detail) {
    var problem =
        Json.mapper()
            .createObjectNode()
            .put("title", "That cannot be looked for")
            .put("status", 400)
            .put("detail", detail);
    return ResponseEntity.badRequest()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Json.write(problem));
  }
}
