package dev.crossdock.console.divergence;

import dev.crossdock.console.Posted;
import dev.crossdock.console.Replies;
import dev.crossdock.console.divergence.DivergenceDesk.Wanted;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Map;
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
 * Where systems disagree with us, for the page and for scripts. Every role reads; only admins may
 * post, which the login sees to.
 */
@RestController
@RequestMapping(path = "/console/divergence", produces = MediaType.APPLICATION_JSON_VALUE)
class DivergencePage {
  private static final int A_PAGE = 50;
  private static final int MOST = 500;
  private static final int RUNS = 5;

  private final DivergenceDesk desk;

  DivergencePage(DivergenceDesk desk) {
    this.desk = desk;
  }

  /**
   * Those that were asked for, what would be oversold first, and how many are open of each sort.
   *
   * @param asked channel, entity, cause, risk, state, text
   * @param most so many, to 500
   */
  @GetMapping
  ResponseEntity<byte[]> list(
      @RequestParam Map<String, String> asked,
      @RequestParam(defaultValue = "" + A_PAGE) int most,
      HttpServletRequest request) {
    var page = Math.max(1, Math.min(most, MOST));
    var rows = desk.rows(wanted(asked), page + 1);
    return Replies.json(
        Map.of(
            "rows",
            rows.subList(0, Math.min(page, rows.size())),
            "more",
            rows.size() > page && page < MOST,
            "sorts",
            desk.sorts(),
            "held",
            desk.held(),
            "mayChange",
            request.isUserInRole("admin")));
  }

  @GetMapping("/{id:[0-9]{1,18}}")
  ResponseEntity<byte[]> open(@PathVariable long id) {
    return Replies.json(desk.open(id).orElseThrow(() -> gone(id)));
  }

  @GetMapping("/runs")
  ResponseEntity<byte[]> runs() {
    return Replies.json(Map.of("runs", desk.runs(RUNS)));
  }

  @PostMapping("/approve")
  ResponseEntity<byte[]> approve(@RequestBody byte[] body, Principal who) {
    return Replies.json(desk.approve(Posted.of(body).ids(), who.getName()));
  }

  @PostMapping("/dismiss")
  ResponseEntity<byte[]> dismiss(@RequestBody byte[] body, Principal who) {
    return Replies.json(desk.dismiss(Posted.of(body).ids(), who.getName()));
  }

  @PostMapping("/retry")
  ResponseEntity<byte[]> retry(@RequestBody byte[] body, Principal who) {
    return Replies.json(desk.retry(Posted.of(body).ids(), who.getName()));
  }

  @PostMapping("/undo")
  ResponseEntity<byte[]> undo(@RequestBody byte[] body, Principal who) {
    return Replies.json(desk.undo(Posted.of(body).ids(), who.getName()));
  }

  @PostMapping("/let-go")
  ResponseEntity<byte[]> letGo(@RequestBody byte[] body, Principal who) {
    return Replies.json(desk.letGo(Posted.of(body).word("channel"), who.getName()));
  }

  @PostMapping("/dismiss-held")
  ResponseEntity<byte[]> dismissHeld(@RequestBody byte[] body, Principal who) {
    return Replies.json(desk.dismissHeld(Posted.of(body).word("channel"), who.getName()));
  }

  private static Wanted wanted(Map<String, String> asked) {
    return new Wanted(
        Replies.word(asked.get("channel")),
        Replies.word(asked.get("entity")),
        Replies.word(asked.get("cause")),
        Replies.word(asked.get("risk")),
        Replies.word(asked.get("state")),
        Replies.word(asked.get("text")));
  }

  private static HubException gone(long id) {
    return new HubException(
        new Failure.Data(
            "CNS-014", "divergence %d is not known. Look at the list again.".formatted(id)));
  }
}
