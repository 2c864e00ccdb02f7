package dev.crossdock.delivery;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes down by what people know each message: the order's number, the receipt, the webhook's id.
 * Which those are, the system's manifest says.
 *
 * <p>Written when a message is opened, so that one that cannot be closed is found as well; a second
 * opening writes nothing new.
 */
@Component
public class Names {
  private static final int LONGEST = 160;
  private static final String WEBHOOK = "webhook";

  private static final String LEARN =
      """
      insert into delivery_names (name, message_id, at, kind)
      select name, message_id, at::timestamptz, kind
      from unnest(?::text[], ?::bigint[], ?::text[], ?::text[]) as v (name, message_id, at, kind)
      on conflict do nothing
      """;

  private final Map<String, JsonPointer> pointers = new ConcurrentHashMap<>();
  private final Channels channels;
  private final JdbcTemplate marks;

  /**
   * Takes its database.
   *
   * @param marks these rows are on disk before the message's end is, because that is written later
   *     to the same log
   */
  Names(Channels channels, @Qualifier("marks") JdbcTemplate marks) {
    this.channels = channels;
    this.marks = marks;
  }

  private record Named(String name, Message message, String kind) {}

  /**
   * A name as it is kept and looked for: "#1001" and "1001" are one name, and so are "17-3-417" and
   * "17/3/417".
   */
  public static String plain(String written) {
    var tail = written.strip();
    if (tail.regionMatches(true, 0, "gid://", 0, 6)) {
      tail = tail.substring(tail.lastIndexOf('/') + 1);
    }
    var plain =
        tail.toLowerCase(Locale.ROOT)
            .replaceAll("[\\s/_.:|\\-]+", "/")
            .replaceAll("^[#/]+|/+$", "");
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
  }

  /** Writes down the names of these messages, which still say what their channel said. */
  void learn(Batch batch) {
    var topics = channels.find(batch.channel()).map(c -> channels.manifestOf(c).topics());
    var names = new ArrayList<Named>();
    for (var message : batch.messages()) {
      var topic = topics.map(t -> t.get(message.topic()));
      topic.ifPresent(known -> collect(known, message, names));
    }
    if (names.isEmpty()) {
      return;
    }
    marks.update(
        LEARN,
        names.stream().map(Named::name).toArray(String[]::new),
        names.stream().map(n -> n.message().id()).toArray(Long[]::new),
        names.stream().map(n -> n.message().observedAt().toString()).toArray(String[]::new),
        names.stream().map(Named::kind).toArray(String[]::new));
  }

  private void collect(Manifest.Topic topic, Message message, List<Named> names) {
    if (topic.messageId() != null) {
      add(names, message, WEBHOOK, List.of(topic.messageId()));
    }
    topic.names().forEach((kind, places) -> add(names, message, kind, places));
  }

  /** A name of which a part is missing is none. */
  private void add(List<Named> names, Message message, String kind, List<String> places) {
    var parts = new ArrayList<String>(places.size());
    for (var place : places) {
      var part = value(message, place);
      if (part == null || part.isBlank()) {
        return;
      }
      parts.add(part);
    }
    var name = plain(String.join("/", parts));
    if (!name.isEmpty()) {
      names.add(new Named(name, message, kind));
    }
  }

  private @Nullable String value(Message message, String place) {
    if (place.startsWith("header:")) {
      return message.headers().get(place.substring("header:".length()).toLowerCase(Locale.ROOT));
    }
    if (!place.startsWith("body:")) {
      return null;
    }
    var pointer = pointers.computeIfAbsent(place.substring("body:".length()), JsonPointer::compile);
    var found = message.document().at(pointer);
    return text(found.isObject() ? found.path("#text") : found);
  }

  private static @Nullable String text(JsonNode found) {
    return found.isValueNode() && !found.isNull() ? found.asText() : null;
  }
}
