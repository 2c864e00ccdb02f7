package dev.crossdock.console.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.delivery.Evidence;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows what was really said on the wire. Whoever may only look is shown its shape, with every
 * value hidden: orders carry names and addresses.
 */
@RestController
class EvidencePage {
  private static final String MAY_READ = "admin";

  private final Evidence evidence;

  EvidencePage(Evidence evidence) {
    this.evidence = evidence;
  }

  /** What a channel said. */
  @GetMapping(path = "/api/journey/messages/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> message(@PathVariable long id, HttpServletRequest request) {
    return evidence
        .message(id)
        .map(body -> answer(request, "said", document(body), "", null))
        .orElseGet(EvidencePage::gone);
  }

  /** What was sent to a channel in one call, and what it answered. */
  @GetMapping(path = "/api/journey/calls/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> call(
      @PathVariable long id, @RequestParam String at, HttpServletRequest request) {
    return instant(at)
        .flatMap(when -> evidence.call(id, when))
        .map(
            call ->
                answer(
                    request, "sent", document(call.sent()), "answered", document(call.answered())))
        .orElseGet(EvidencePage::gone);
  }

  private static ResponseEntity<byte[]> answer(
      HttpServletRequest request,
      String name,
      JsonNode first,
      String other,
      @Nullable JsonNode second) {
    var hidden = !request.isUserInRole(MAY_READ);
    var node = Json.mapper().createObjectNode().put("hidden", hidden);
    node.set(name, hidden ? Hidden.of(first) : first);
    if (second != null) {
      node.set(other, hidden ? Hidden.of(second) : second);
    }
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(Json.write(node));
  }

  private static JsonNode document(byte @Nullable [] body) {
    if (body == null) {
      return NullNode.getInstance();
    }
    try {
      return Json.read(body);
    } catch (HubException e) {
      return TextNode.valueOf(new String(body, StandardCharsets.UTF_8));
    }
  }

  private static Optional<Instant> instant(String at) {
    try {
      return Optional.of(Instant.parse(at));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static ResponseEntity<byte[]> gone() {
    var problem =
        Json.mapper()
            .createObjectNode()
            .put("title", "That is not kept any more")
            .put("status", 404)
            .put("detail", "It was never kept, or it was deleted with its day.");
    return ResponseEntity.status(404)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Json.write(problem));
  }
}
