package dev.crossdock.sandbox.world;

import java.util.ArrayList;
import java.util.List;

/** The messages that were made wrong on purpose: a hub must park exactly these. */
public final class Planted {
  private final Journal.Table table;
  private final List<Message> messages = new ArrayList<>();
  private final Numbers numbers;

  /**
   * One wrong message.
   *
   * @param channel who sends it
   * @param kind what is wrong with it
   * @param where file and line, or the webhook's order
   * @param key the business key it would have had
   */
  public record Message(String channel, String kind, String where, String key) {}

  /** Reads what was planted before. */
  public Planted(Database database, Journal journal, Numbers numbers) {
    this.numbers = numbers;
    table =
        journal.table("sandbox.planted", List.of("id"), List.of("channel", "kind", "place", "key"));
    database.query(
        "select channel, kind, place, key from sandbox.planted order by id",
        row ->
            messages.add(
                new Message(
                    row.getString(1), row.getString(2), row.getString(3), row.getString(4))));
  }

  /** Remembers a wrong message. */
  public synchronized void add(Message message) {
    messages.add(message);
    table.put(
        numbers.next("planted"), message.channel(), message.kind(), message.where(), message.key());
  }

  /** All of them. */
  public synchronized List<Message> all() {
    return List.copyOf(messages);
  }
}
