package dev.crossdock.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person's click sent: some numbers, some words. */
public final class Posted {
  private static final int MOST = 1000;
  private static final int LONGEST = 100;

  private final JsonNode body;

  private Posted(JsonNode body) {
    this.body = body;
  }

  /** Reads it. */
  public static Posted of(byte[] body) {
    return new Posted(Json.read(body));
  }

  /** All of it. */
  public JsonNode json() {
    return body;
  }

  /** What was chosen; there must be such a list, though it may be empty. */
  public List<Long> ids() {
    return idsIfAny().orElseThrow(() -> missing("ids"));
  }

  /** What was chosen, if a choice was sent at all. */
  Optional<List<Long>> idsIfAny() {
    if (!body.path("ids").isArray()) {
      return Optional.empty();
    }
    var ids = new ArrayList<Long>();
    body.path("ids").forEach(id -> ids.add(id.asLong()));
    if (ids.size() > MOST) {
      throw new HubException(
          new Failure.Data(
              "CNS-012",
              "%d at once are too many; choose at most %d, or use a filter."
                  .formatted(ids.size(), MOST)));
    }
    return Optional.of(ids);
  }

  /** A word that must be there, up to a hundred letters. */
  public String word(String name) {
    var word = body.path(name).asText("");
    if (word.isBlank() || word.length() > LONGEST) {
      throw missing(name);
    }
    return word;
  }

  /** An instant that must be there. */
  public Instant instant(String name) {
    return instantOf(word(name));
  }

  /** An instant as somebody wrote it. */
  static Instant instantOf(String word) {
    try {
      return Instant.parse(word);
    } catch (DateTimeException e) {
      throw new HubException(
          new Failure.Data(
              "CNS-010",
              "'%s' is no instant; write one such as 2026-06-01T09:30:00Z.".formatted(word)),
          e);
    }
  }

  /** A document that must be there. */
  JsonNode document(String name) {
    var document = documentIfAny(name);
    if (document == null) {
      throw missing(name);
    }
    return document;
  }

  @Nullable JsonNode documentIfAny(String name) {
    var document = body.get(name);
    return document == null || document.isNull() ? null : document;
  }

  private static HubException missing(String what) {
    return new HubException(
        new Failure.Data("CNS-011", "the request has no usable '%s'; give one.".formatted(what)));
  }
}
