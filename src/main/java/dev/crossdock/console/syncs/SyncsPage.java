package dev.crossdock.console.syncs;

import dev.crossdock.console.Replies;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Clock;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Scheduled runs, for the page and for scripts. Every role reads; only admins may post, which the
 * login sees to.
 */
@RestController
@RequestMapping(path = "/console/syncs", produces = MediaType.APPLICATION_JSON_VALUE)
class SyncsPage {
  private static final int RUNS = 20;

  private final SyncsDesk desk;
  private final Clock clock;

  SyncsPage(SyncsDesk desk, Clock clock) {
    this.desk = desk;
    this.clock = clock;
  }

  /** Every sync, and what time it is here: a rate is counted by the hub's clock. */
  @GetMapping
  ResponseEntity<byte[]> all(HttpServletRequest request) {
    return Replies.json(
        Map.of(
            "at",
            clock.instant(),
            "syncs",
            desk.all(),
            "mayChange",
            request.isUserInRole("admin")));
  }

  @GetMapping("/{sync}/runs")
  ResponseEntity<byte[]> runs(@PathVariable String sync) {
    return Replies.json(Map.of("runs", desk.runs(sync, RUNS)));
  }

  @PostMapping("/{sync}/run")
  ResponseEntity<byte[]> run(@PathVariable String sync, Principal who) {
    return Replies.json(desk.run(sync, who.getName()));
  }

  @PostMapping("/runs/{run:[0-9]{1,18}}/cancel")
  ResponseEntity<byte[]> cancel(@PathVariable long run, Principal who) {
    return Replies.json(Map.of("done", desk.cancel(run, who.getName())));
  }
}
