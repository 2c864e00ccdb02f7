package dev.crossdock.console.alerts;

import dev.crossdock.console.Posted;
import dev.crossdock.console.Replies;
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
import org.springframework.web.bind.annotation.RestController;

/**
 * What somebody must be told, for the page and for scripts. Every role reads; only admins may post,
 * which the login sees to.
 */
@RestController
@RequestMapping(path = "/console/alerts", produces = MediaType.APPLICATION_JSON_VALUE)
class AlertsPage {
  private final AlertsDesk desk;

  AlertsPage(AlertsDesk desk) {
    this.desk = desk;
  }

  @GetMapping
  ResponseEntity<byte[]> open(HttpServletRequest request) {
    return Replies.json(Map.of("alerts", desk.open(), "mayChange", request.isUserInRole("admin")));
  }

  @PostMapping("/{id:[0-9]{1,18}}/acknowledge")
  ResponseEntity<byte[]> acknowledge(@PathVariable long id, Principal who) {
    return Replies.json(Map.of("done", desk.acknowledge(id, who.getName())));
  }

  @PostMapping("/{id:[0-9]{1,18}}/release")
  ResponseEntity<byte[]> release(@PathVariable long id, Principal who) {
    return Replies.json(Map.of("done", desk.release(id, who.getName())));
  }

  /** Until an instant such as {@code 2026-06-01T09:30:00Z}. */
  @PostMapping("/{id:[0-9]{1,18}}/snooze")
  ResponseEntity<byte[]> snooze(@PathVariable long id, @RequestBody byte[] body, Principal who) {
    var until = Posted.of(body).instant("until");
    return Replies.json(Map.of("done", desk.snooze(id, until, who.getName())));
  }
}
