package dev.crossdock.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.delivery.ParkedFilter;
import dev.crossdock.delivery.Replays;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What waits for a person, for the page and for scripts. Every role reads; only admins may post,
 * which the login sees to. What went wrong is said as a problem document (RFC 9457).
 */
@RestController
@RequestMapping(path = "/console/parked", produces = MediaType.APPLICATION_JSON_VALUE)
class ParkedPage {
  private static final int A_PAGE = 50;
  private static final int MOST = 1000;

  private final ParkedDesk desk;

  ParkedPage(ParkedDesk desk) {
    this.desk = desk;
  }

  @GetMapping
  ResponseEntity<byte[]> list(@RequestParam Map<String, String> asked, HttpServletRequest request) {
    var filter = filter(asked::get);
    var page = desk.page(filter, word(asked.get("after")), A_PAGE);
    var answer = new LinkedHashMap<String, Object>();
    answer.put("rows", page.rows());
    answer.put("next", page.next());
    answer.put("counts", desk.counts(filter));
    answer.put(
        "messages", desk.counts(filter.messages()).values().stream().mapToLong(n -> n).sum());
    answer.put("mayChange", request.isUserInRole("admin"));
    return json(answer);
  }

  @GetMapping("/messages/{id}")
  ResponseEntity<byte[]> open(@PathVariable long id, Principal who, HttpServletRequest request) {
    var found = desk.open(id, who.getName()).orElseThrow(() -> new HubException(gone(id)));
    return json(request.isUserInRole("admin") ? found : Masked.of(found));
  }

  @PostMapping("/messages/{id}/dry-run")
  ResponseEntity<byte[]> dryRun(@PathVariable long id, @RequestBody byte[] body) {
    return json(desk.dryRun(id, document(body)));
  }

  @PostMapping("/messages/{id}/replace")
  ResponseEntity<byte[]> replace(@PathVariable long id, @RequestBody byte[] body, Principal who) {
    var document = document(body);
    if (document == null) {
      throw new HubException(missing("document"));
    }
    return json(Map.of("copy", desk.replaceWith(id, document, who.getName())));
  }

  @PostMapping("/dismiss")
  ResponseEntity<byte[]> dismiss(@RequestBody byte[] body, Principal who) {
    var ids = ids(Json.read(body));
    if (ids == null) {
      throw new HubException(missing("ids"));
    }
    return json(Map.of("dismissed", desk.dismiss(ids, who.getName())));
  }

  @PostMapping("/again")
  ResponseEntity<byte[]> again(@RequestBody byte[] body, Principal who) {
    var asked = Json.read(body);
    var again =
        desk.tryAgain(
            asked.path("kind").asText(),
            asked.path("channel").asText(),
            asked.path("id").asText(),
            who.getName());
    return json(Map.of("again", again));
  }

  @GetMapping("/replays")
  ResponseEntity<byte[]> replays() {
    return json(Map.of("replays", desk.replays(), "audit", desk.audit()));
  }

  @PostMapping("/replays")
  ResponseEntity<byte[]> start(@RequestBody byte[] body, Principal who) {
    var asked = Json.read(body);
    var key = asked.path("key").asText("");
    if (key.isBlank() || key.length() > 100) {
      throw new HubException(missing("key"));
    }
    var filter = asked.path("filter");
    var pace = asked.path("perSecond");
    var request =
        new Replays.Request(
            key,
            ids(asked),
            filter(name -> filter.path(name).asText(null)),
            pace.isInt() ? pace.intValue() : null);
    return json(desk.start(request, who.getName()));
  }

  @PostMapping("/replays/{id}/cancel")
  ResponseEntity<byte[]> cancel(@PathVariable long id, Principal who) {
    return json(desk.cancel(id, who.getName()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(HubException e) {
    var status =
        e.failure() instanceof Failure.Data
            ? HttpStatus.UNPROCESSABLE_ENTITY
            : e.failure().passes()
                ? HttpStatus.SERVICE_UNAVAILABLE
                : HttpStatus.INTERNAL_SERVER_ERROR;
    var problem = ProblemDetail.forStatusAndDetail(status, e.failure().sentence());
    problem.setProperty("code", e.failure().code());
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  private interface Words {
    @Nullable String get(String name);
  }

  private static ParkedFilter filter(Words words) {
    return new ParkedFilter(
        word(words.get("kind")),
        word(words.get("channel")),
        word(words.get("topic")),
        word(words.get("class")),
        word(words.get("code")),
        word(words.get("key")),
        instant(words.get("from")),
        instant(words.get("until")),
        word(words.get("text")));
  }

  private static @Nullable String word(@Nullable String asked) {
    return asked == null || asked.isBlank() ? null : asked.strip();
  }

  private static @Nullable Instant instant(@Nullable String asked) {
    var word = word(asked);
    try {
      return word == null ? null : Instant.parse(word);
    } catch (DateTimeException e) {
      throw new HubException(
          new Failure.Data(
              "CNS-010",
              "'%s' is no instant; write one such as 2026-06-01T09:30:00Z.".formatted(word)),
          e);
    }
  }

  private static @Nullable JsonNode document(byte[] body) {
    var document = Json.read(body).get("document");
    return document == null || document.isNull() ? null : document;
  }

  private static @Nullable List<Long> ids(JsonNode asked) {
    if (!asked.path("ids").isArray()) {
      return null;
    }
    var ids = new ArrayList<Long>();
    asked.path("ids").forEach(id -> ids.add(id.asLong()));
    if (ids.size() > MOST) {
      throw new HubException(
          new Failure.Data(
              "CNS-012",
              "%d at once are too many; choose at most %d, or use a filter."
                  .formatted(ids.size(), MOST)));
    }
    return ids;
  }

  private static Failure missing(String what) {
    return new Failure.Data("CNS-011", "the request has no usable '%s'; give one.".formatted(what));
  }

  private static Failure gone(long id) {
    return new Failure.Data(
        "CNS-013", "message %d is not parked, or no more. Look at the list again.".formatted(id));
  }

  private static ResponseEntity<byte[]> json(Object answer) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .contentType(MediaType.APPLICATION_JSON)
        .body(Json.write(answer));
  }
}
