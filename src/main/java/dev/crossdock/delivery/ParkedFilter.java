package dev.crossdock.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which of what waits for a person is meant; what is null does not matter.
 *
 * @param kind message, fact or target
 * @param kindOfFailure the class of failure
 * @param orderKey the key by which messages keep their order
 * @param from parked at this instant or later
 * @param until parked before this instant
 * @param text somewhere in the sentence, the key or the number
 */
public record ParkedFilter(
    @Nullable String kind,
    @Nullable String channel,
    @Nullable String topic,
    @Nullable String kindOfFailure,
    @Nullable String code,
    @Nullable String orderKey,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable String text) {

  /** Everything. */
  public static final ParkedFilter ALL =
      new ParkedFilter(null, null, null, null, null, null, null, null, null);

  /** The same, of messages only. */
  public ParkedFilter messages() {
    return new ParkedFilter(
        "message", channel, topic, kindOfFailure, code, orderKey, from, until, text);
  }

  /** The conditions in SQL on {@code delivery_parked_view}, and their values. */
  Conditions conditions() {
    var sql = new ArrayList<String>();
    var values = new ArrayList<Object>();
    words()
        .forEach(
            (column, word) -> {
              sql.add(column + " = ?");
              values.add(word);
            });
    if (from != null) {
      sql.add("parked_at >= ?::timestamptz");
      values.add(from.toString());
    }
    if (until != null) {
      sql.add("parked_at < ?::timestamptz");
      values.add(until.toString());
    }
    if (text != null) {
      sql.add("position(lower(?) in lower(concat_ws(' ', sentence, order_key, id, topic))) > 0");
      values.add(text);
    }
    return new Conditions(sql.isEmpty() ? "true" : String.join(" and ", sql), values);
  }

  /** Conditions and what they are filled with. */
  record Conditions(String sql, List<Object> values) {}

  /** In words, for those who read later what was done. */
  String said() {
    var said = new ArrayList<String>();
    words().forEach((name, word) -> said.add(name + "=" + word));
    if (from != null) {
      said.add("from=" + from);
    }
    if (until != null) {
      said.add("until=" + until);
    }
    if (text != null) {
      said.add("text=" + text);
    }
    return said.isEmpty() ? "all" : String.join(" ", said);
  }

  private Map<String, String> words() {
    var words = new TreeMap<String, String>();
    put(words, "kind", kind);
    put(words, "channel", channel);
    put(words, "topic", topic);
    put(words, "class", kindOfFailure);
    put(words, "code", code);
    put(words, "order_key", orderKey);
    return words;
  }

  private static void put(Map<String, String> words, String name, @Nullable String word) {
    if (word != null) {
      words.put(name, word);
    }
  }
}
