package dev.crossdock.console.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.console.Masked;
import dev.crossdock.delivery.Evidence;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.mapping.Mappings;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
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
  private final Mappings mappings;

  EvidencePage(Evidence evidence, Mappings mappings) {
    this.evidence = evidence;
    this.mappings = mappings;
  }

  /** What a channel said, and what its mapping makes of it. */
  @GetMapping(path = "/api/journey/messages/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> message(@PathVariable long id, HttpServletRequest request) {
    return evidence
        .message(id)
        .map(
            body -> {
              var parts = new LinkedHashMap<String, JsonNode>();
              parts.put("said", document(body));
              evidence.heard(id).ifPresent(heard -> parts.putAll(canonical(heard)));
              return answer(request, "message " + id, parts);
            })
        .orElseGet(EvidencePage::gone);
  }

  /** Made anew, by the mapping as it is now; which one it was then is said beside it. */
  private Map<String, JsonNode> canonical(Batch heard) {
    var then = heard.mapping();
    if (then == null) {
      return Map.of();
    }
    try {
      var mapped = mappings.apply(then.replaceAll("@.*", ""), heard);
      var message = mapped.messages().get(0);
      var verdict = message.verdict();
      var parts = new LinkedHashMap<String, JsonNode>();
      if (verdict == null) {
        parts.put("canonical", message.document());
      }
      parts.put(
          "mapping",
          Json.mapper().createObjectNode().put("then", then).put("now", mapped.mapping()));
      return parts;
    } catch (HubException e) {
      return Map.of();
    }
  }

  /** What was sent to a channel in one call, and what it answered. */
  @GetMapping(path = "/api/journey/calls/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> call(
      @PathVariable long id, @RequestParam String at, HttpServletRequest request) {
    return instant(at)
        .flatMap(when -> evidence.call(id, when))
        .map(
            call -> {
              var parts = new LinkedHashMap<String, JsonNode>();
              parts.put("sent", document(call.sent()));
              parts.put("answered", document(call.answered()));
              return answer(request, "call " + id, parts);
            })
        .orElseGet(EvidencePage::gone);
  }

  private ResponseEntity<byte[]> answer(
      HttpServletRequest request, String about, Map<String, JsonNode> parts) {
    var hidden = !request.isUserInRole(MAY_READ);
    if (!hidden) {
      evidence.wasRead(String.valueOf(request.getRemoteUser()), about);
    }
    var node = Json.mapper().createObjectNode().put("hidden", hidden);
    parts.forEach(
        (name, part) -> node.set(name, hidden && !name.equals("mapping") ? Masked.of(part) : part));
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
