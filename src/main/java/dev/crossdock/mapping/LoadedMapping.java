package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.JsltException;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that is in use: runs it, checks what it made, and says what went wrong in words for the
 * person who must put it right.
 *
 * @param name for example {@code orders/shop-order-to-order}
 * @param version the first letters of its file's SHA-256
 * @param mapping compiled
 * @param schema the canonical schema of what it makes; null when that is not one of ours
 * @param schemas all schemas there are
 */
record LoadedMapping(
    String name,
    String version,
    Mapping mapping,
    @Nullable String schema,
    CanonicalSchemas schemas) {

  /**
   * Runs it, cheaply; only when that fails does it run again under a {@link Recorder} to find the
   * field.
   *
   * @throws Ignored when the mapping sets the document aside
   * @throws HubException {@code MAP-…} when it refuses the document
   */
  JsonNode run(JsonNode document, Map<String, JsonNode> variables) {
    try {
      return checked(mapping.apply(document, variables));
    } catch (Ignored | HubException e) {
      throw e;
    } catch (StackOverflowError e) {
      throw tooDeep();
    } catch (RuntimeException e) {
      return run(document, variables, new Recorder());
    }
  }

  /** Runs it, watching what it reads. */
  JsonNode run(JsonNode document, Map<String, JsonNode> variables, Recorder recorder) {
    try {
      return checked(recorder.plain(mapping.apply(recorder.watch(document), variables)));
    } catch (Refusal e) {
      throw refused(e, recorder.last());
    } catch (CanonicalSchemas.Violation e) {
      throw notOurs(e);
    } catch (JsltException e) {
      throw failed(e, recorder.last());
    } catch (StackOverflowError e) {
      throw tooDeep();
    } catch (ClassCastException
        | NullPointerException
        | ArithmeticException
        | IndexOutOfBoundsException
        | IllegalArgumentException e) {
      throw broken(e, recorder.last());
    }
  }

  private JsonNode checked(JsonNode made) {
    if (schema == null) {
      return made;
    }
    if (made.isArray()) {
      made.forEach(each -> schemas.check(schema, each));
    } else {
      schemas.check(schema, made);
    }
    return made;
  }

  private HubException refused(Refusal e, String at) {
    var channel = Translation.current().channel();
    var says = e.value() == null || e.value().equals("null") ? "nothing" : e.value();
    if (e.unknownReference()) {
      var sentence =
          "%s says %s at %s; expected %s. Teach it to the hub, then replay (%s)."
              .formatted(channel, says, at, e.expected(), name);
      return new HubException(new Failure.UnknownReference(e.code(), sentence, at));
    }
    var sentence =
        "%s says %s at %s; expected %s. Correct it there, then replay (%s)."
            .formatted(channel, says, at, e.expected(), name);
    return new HubException(new Failure.Data(e.code(), sentence, at));
  }

  private HubException notOurs(CanonicalSchemas.Violation e) {
    var sentence =
        "%s made a document that is not a %s: %s %s. Correct the message or the mapping, then replay."
            .formatted(name, schema, e.at(), e.getMessage());
    return new HubException(new Failure.Data("MAP-010", sentence, e.at()));
  }

  private HubException failed(JsltException e, String at) {
    var message = e.getMessageWithoutLocation();
    if (message.startsWith("error: ")) {
      var sentence =
          "%s at %s. Correct the message or mappings/%s.jslt, then replay."
              .formatted(message.substring("error: ".length()), at, name);
      return new HubException(new Failure.Data("MAP-011", sentence, at));
    }
    var sentence =
        "mappings/%s.jslt:%d cannot work with what it finds at %s: %s. Correct the message or the mapping, then replay."
            .formatted(name, e.getLine(), at, message);
    return new HubException(new Failure.Data("MAP-017", sentence, at));
  }

  private HubException tooDeep() {
    var sentence =
        "a message is nested too deeply for mappings/%s.jslt. Keep it for whoever wrote the mapping."
            .formatted(name);
    return new HubException(new Failure.Poison("MAP-018", sentence));
  }

  private HubException broken(RuntimeException e, String at) {
    var sentence =
        "mappings/%s.jslt broke at %s: %s. Correct the mapping, then replay."
            .formatted(name, at, e);
    return new HubException(new Failure.Bug("MAP-021", sentence), e);
  }
}
