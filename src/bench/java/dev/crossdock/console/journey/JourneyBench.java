package dev.crossdock.console.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.kernel.PromiseRules;
import dev.crossdock.platform.database.BenchDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Asks for one order, one webhook, one receipt and one SKU among ten million rows of thirty days,
 * on the hub's own embedded database: first after it was started anew, then again.
 */
public final class JourneyBench {
  private static final int FLOOR_MILLIS = 2_000;
  private static final int ASKED = 100;

  private final int messages;
  private final Map<String, IntFunction<Asked>> questions = new LinkedHashMap<>();

  private JourneyBench(int messages) {
    this.messages = messages;
    var began = Instant.now().minusSeconds(30L * 86_400);
    var each = 30.0 * 86_400 / messages;
    questions.put("order number", m -> Asked.of("#" + (1_000_000 + ofShop(m) / 3), null, null));
    questions.put("webhook id", m -> Asked.of(md5(ofShop(m)), null, null));
    questions.put("receipt", m -> Asked.of("17-3-2026-06-01-" + ofTills(m) / 2, null, null));
    questions.put(
        "SKU + time",
        m -> Asked.of("sku:SKU-" + sku(m), began.plusMillis((long) (m * each * 1000)), null));
  }

  private static int ofShop(int m) {
    return m / 20 * 20 + m % 12;
  }

  /** Three in ten sell one of twenty SKUs. */
  private static long sku(int m) {
    return m % 10 < 3 ? m % 20 : m * 7919L % 20_000;
  }

  private static int ofTills(int m) {
    return m / 20 * 20 + 12 + m % 5;
  }

  private static String md5(int m) {
    try {
      var digest = MessageDigest.getInstance("MD5").digest(String.valueOf(m).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes a folder and, if not a million, how many messages. */
  public static void main(String[] args) throws Exception {
    var folder =
        args.length > 0
            ? Files.createDirectories(Path.of(args[0]))
            : Files.createTempDirectory(Path.of("target"), "journey");
    new JourneyBench(args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000).run(folder);
  }

  private void run(Path folder) throws Exception {
    try (var database = BenchDatabase.start(folder)) {
      if (database.hubTables() instanceof AutoCloseable pool) {
        pool.close();
      }
      var login = database.owner();
      var began = System.nanoTime();
      try (var owner = DriverManager.getConnection(login.url(), login.user(), login.password())) {
        var rows = JourneyRows.fill(owner, messages);
        System.out.printf("%d rows in %d s%n", rows, (System.nanoTime() - began) / 1_000_000_000);
      }
    }
    var missed = false;
    try (var database = BenchDatabase.start(folder)) {
      var journeys = journeys(new JdbcTemplate(database.hubTables()));
      for (var turn : List.of("after a start", "again")) {
        missed |= ask(journeys, turn);
      }
    }
    System.exit(missed ? 1 : 0);
  }

  private static DatabaseJourneys journeys(JdbcTemplate jdbc) {
    var channels = mock(Channels.class);
    when(channels.all()).thenReturn(List.of(shows("shop"), shows("market")));
    when(channels.manifestOf(any())).thenReturn(mock(Manifest.class));
    return new DatabaseJourneys(
        new MessageTables(jdbc),
        new EffectTables(jdbc),
        new CallTables(jdbc),
        channels,
        Clock.systemUTC());
  }

  private static Channel shows(String id) {
    return new Channel(
        id,
        id,
        Set.of(),
        "",
        ZoneOffset.UTC,
        "GBP",
        Map.of(),
        true,
        null,
        List.of(),
        List.of(),
        false,
        "",
        PromiseRules.USUAL);
  }

  private boolean ask(DatabaseJourneys journeys, String turn) {
    var missed = false;
    for (var question : questions.entrySet()) {
      var random = new Random(7);
      var millis = new ArrayList<Long>();
      var steps = 0L;
      for (int n = 0; n < ASKED; n++) {
        var began = System.nanoTime();
        steps += journeys.find(question.getValue().apply(random.nextInt(messages))).steps().size();
        millis.add((System.nanoTime() - began) / 1_000_000);
      }
      millis.sort(null);
      var slowest = millis.get(ASKED - 1);
      System.out.printf(
          "%-14s %-13s p50 %4d ms, slowest %4d ms (< %d), %.1f steps each%n",
          turn,
          question.getKey(),
          millis.get(ASKED / 2),
          slowest,
          FLOOR_MILLIS,
          steps / (double) ASKED);
      missed |= slowest >= FLOOR_MILLIS || steps == 0;
    }
    return missed;
  }
}
