package dev.crossdock.console;

import dev.crossdock.delivery.ParkedFilter;
import dev.crossdock.delivery.Replays;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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

  private final ParkedDesk desk;

  ParkedPage(ParkedDesk desk) {
    this.desk = desk;
  }

  @GetMapping
  ResponseEntity<byte[]> list(@RequestParam Map<String, String> asked, HttpServletRequest request) {
    var filter = filter(asked::get);
    var page = desk.page(filter, Replies.word(asked.get("after")), A_PAGE);
    var answer = new LinkedHashMap<String, Object>();
    answer.put("rows", page.rows());
    answer.put("next", page.next());
    answer.put("counts", desk.counts(filter));
    answer.put(
        "messages", desk.counts(filter.messages()).values().stream().mapToLong(n -> n).sum());
    answer.put("mayChange", request.isUserInRole("admin"));
    return Replies.json(answer);
  }

  @GetMapping("/messages/{id}")
  ResponseEntity<byte[]> open(@PathVariable long id, Principal who, HttpServletRequest request) {
    var found = desk.open(id, who.getName()).orElseThrow(() -> new HubException(gone(id)));
    return Replies.json(request.isUserInRole("admin") ? found : Masked.of(found));
  }

  @PostMapping("/messages/{id}/dry-run")
  ResponseEntity<byte[]> dryRun(@PathVariable long id, @RequestBody byte[] body) {
    return Replies.json(desk.dryRun(id, Posted.of(body).documentIfAny("document")));
  }

  @PostMapping("/messages/{id}/replace")
  ResponseEntity<byte[]> replace(@PathVariable long id, @RequestBody byte[] body, Principal who) {
    var document = Posted.of(body).document("document");
    return Replies.json(Map.of("copy", desk.replaceWith(id, document, who.getName())));
  }

  @PostMapping("/dismiss")
  ResponseEntity<byte[]> dismiss(@RequestBody byte[] body, Principal who) {
    return Replies.json(Map.of("dismissed", desk.dismiss(Posted.of(body).ids(), who.getName())));
  }

  @PostMapping("/again")
  ResponseEntity<byte[]> again(@RequestBody byte[] body, Principal who) {
    var asked = Posted.of(body).json();
    var again =
        desk.tryAgain(
            asked.path("kind").asText(),
            asked.path("channel").asText(),
            asked.path("id").asText(),
            who.getName());
    return Replies.json(Map.of("again", again));
  }

  @GetMapping("/replays")
  ResponseEntity<byte[]> replays() {
    return Replies.json(Map.of("replays", desk.replays(), "audit", desk.audit()));
  }

  @PostMapping("/replays")
  ResponseEntity<byte[]> start(@RequestBody byte[] body, Principal who) {
    var posted = Posted.of(body);
    var filter = posted.json().path("filter");
    var pace = posted.json().path("perSecond");
    var request =
        new Replays.Request(
            posted.word("key"),
            posted.idsIfAny().orElse(null),
            filter(name -> filter.path(name).asText(null)),
            pace.isInt() ? pace.intValue() : null);
    return Replies.json(desk.start(request, who.getName()));
  }

  @PostMapping("/replays/{id}/cancel")
  ResponseEntity<byte[]> cancel(@PathVariable long id, Principal who) {
    return Replies.json(desk.cancel(id, who.getName()));
  }

  private interface Words {
    @Nullable String get(String name);
  }

  private static ParkedFilter filter(Words words) {
    return new ParkedFilter(
        Replies.word(words.get("kind")),
        Replies.word(words.get("channel")),
        Replies.word(words.get("topic")),
        Replies.word(words.get("class")),
        Replies.word(words.get("code")),
        Replies.word(words.get("key")),
        instant(words.get("from")),
        instant(words.get("until")),
        Replies.word(words.get("text")));
  }

  private static @Nullable Instant instant(@Nullable String asked) {
    var word = Replies.word(asked);
    return word == null ? null : Posted.instantOf(word);
  }

  private static Failure gone(long id) {
    return new Failure.Data(
        "CNS-013", "message %d is not parked, or no more. Look at the list again.".formatted(id));
  }
}
