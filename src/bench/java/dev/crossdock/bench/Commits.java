package dev.crossdock.bench;

import dev.crossdock.delivery.Heard;
import dev.crossdock.delivery.InboxWays;
import dev.crossdock.kernel.Json;
import dev.crossdock.platform.database.BenchDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The hub's own insert from 32 threads, by turns with a commit each and with shared commits. */
public final class Commits {
  private Commits() {}

  /** Runs it; the last line says what was measured. */
  public static void main(String[] args) throws Exception {
    var told = Arguments.of(args);
    var alone = new ArrayList<Double>();
    var together = new ArrayList<Double>();
    try (var database = BenchDatabase.start(Path.of(told.text("folder")))) {
      var tables = database.hubTables();
      try (var ways = new InboxWays(tables, Path.of(told.text("folder")))) {
        for (int turn = 0; turn < told.number("turns"); turn++) {
          alone.add(once(told, ways::alone));
          together.add(once(told, ways::together));
        }
      }
      close(tables);
    }
    System.out.println(Json.text(Map.of("alone", median(alone), "together", median(together))));
  }

  private static double once(Arguments told, Consumer<Heard> way) throws Exception {
    var shop = WebShop.read();
    var bodies = Orders.bodies(shop);
    var perSecond =
        Threads.perSecond(
            told,
            thread ->
                number -> way.accept(heard(shop, number, bodies[(int) (number % bodies.length)])));
    return Windows.median(perSecond);
  }

  private static Heard heard(WebShop shop, long number, byte[] body) {
    return Heard.webhook(
        shop.channel(),
        shop.topic(),
        shop.intake(),
        Orders.orderKey(number),
        "bench-" + number,
        body,
        Map.of("x-topic", shop.topic(), "x-webhook-id", "bench-" + number),
        Instant.EPOCH);
  }

  private static double median(List<Double> values) {
    return Windows.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void close(DataSource tables) throws Exception {
    if (tables instanceof AutoCloseable pool) {
      pool.close();
    }
  }
}
