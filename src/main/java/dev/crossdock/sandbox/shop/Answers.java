package dev.crossdock.sandbox.shop;

import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.world.Database;
import dev.crossdock.sandbox.world.Journal;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was answered under each idempotency key, to be answered again. */
final class Answers {
  private static final int REMEMBERED = 5_000;

  private final Journal.Table table;
  private final Clock clock;
  private final Map<String, Given> given = new LinkedHashMap<>();

  /** A question and what was answered to it. */
  record Given(String question, Map<String, Object> answer) {}

  Answers(Database database, Journal journal, Clock clock) {
    this.clock = clock;
    table =
        journal.table(
            "sandbox.shop_answers", List.of("key"), List.of("asked", "document", "answered_at"));
    database.query(
        "select key, asked, document from (select * from sandbox.shop_answers"
            + " order by answered_at desc limit ?) latest order by answered_at",
        row -> given.put(row.getString(1), new Given(row.getString(2), map(row.getString(3)))),
        REMEMBERED);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(String document) {
    return (Map<String, Object>) SandboxJson.read(document, Map.class);
  }

  synchronized @Nullable Given to(String key) {
    return given.get(key);
  }

  synchronized void keep(String key, String question, Map<String, Object> answer) {
    given.put(key, new Given(question, answer));
    table.put(key, question, SandboxJson.text(answer), clock.instant().atOffset(ZoneOffset.UTC));
    if (given.size() > REMEMBERED) {
      var oldest = given.keySet().iterator().next();
      given.remove(oldest);
      table.remove(oldest);
    }
  }
}
