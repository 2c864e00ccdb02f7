package dev.crossdock.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.HubCore;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Every order stands in the book once, as all that was told of it makes it. */
class OrderBookTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final int ORDERS = 200;
  private static final int THREADS = 4;

  private static HubCore core;

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.owner());
  private final AtomicLong messages = new AtomicLong();

  @BeforeAll
  static void wire() {
    core =
        new HubCore(DATABASE.app(), DATABASE.app(), Path.of("src/test/resources/orders"), Map.of());
  }

  @AfterAll
  static void close() {
    core.close();
  }

  @Test
  void isTheSameHoweverItIsTold() throws Exception {
    var random = new Random(7);
    var told = new ArrayList<JsonNode>();
    for (int n = 0; n < ORDERS; n++) {
      var life = life("many-" + n, random);
      take("web", life);
      for (int times = 0; times < 3; times++) {
        told.addAll(life);
      }
    }
    Collections.shuffle(told, random);
    var pool = Executors.newFixedThreadPool(THREADS);
    try {
      var parts =
          IntStream.range(0, THREADS)
              .<Callable<Boolean>>mapToObj(part -> () -> takeAll(told, part))
              .toList();
      for (var part : pool.invokeAll(parts)) {
        assertThat(part.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(book("shop"))
        .hasSize(ORDERS)
        .isEqualTo(book("web"))
        .noneMatch(o -> o.contains("ORD-"));
    assertThat(documents("shop")).hasSizeGreaterThan(ORDERS).isEqualTo(documents("web"));
    assertThat(
            sql.queryForObject(
                "select deadlocks from pg_stat_database where datname = current_database()",
                Integer.class))
        .isZero();
  }

  private List<String> book(String channel) {
    return sql.queryForList(
        """
        select concat_ws(' ', id, state, cancelled_at, total, refunded, hold_code, document) from orders_book
        where channel = ? and id like 'many-%' order by id
        """,
        String.class, channel);
  }

  private List<String> documents(String channel) {
    return sql.queryForList(
        """
        select concat_ws(' ', substr(reference, length(channel) + 1), kind, amount, at, payload - 'source')
        from orders_documents where channel = ? and order_id like 'many-%' order by 1
        """,
        String.class, channel);
  }

  /** In batches, as they are handed out. */
  private boolean takeAll(List<JsonNode> told, int part) {
    for (int from = part * 10; from < told.size(); from += THREADS * 10) {
      take(told.subList(from, Math.min(told.size(), from + 10)));
    }
    return true;
  }

  /** Things that can all be true: on hold it may be on the way, and not at its end. */
  private static List<JsonNode> life(String id, Random random) {
    var tellings = new ArrayList<JsonNode>();
    var order = Telling.of(id, 1);
    tellings.add(order);
    var open = 2;
    var sent = 0;
    var last = 2 + random.nextInt(5);
    for (int second = 2; second < last; second++) {
      order = order.deepCopy();
      order.put("updatedAt", "2026-06-01T10:00:%02dZ".formatted(second));
      var what = random.nextInt(5);
      if (what < 2 && open > 0) {
        Telling.sent(order, "p" + second, 1);
        open--;
        sent++;
      } else if (what == 2 && open > 0) {
        Telling.refunded(order, "r" + second, 1, "release", "1.00");
        open--;
      } else if (what == 3 && sent > 0) {
        tellings.add(Telling.refund(id, "r" + second, second, 1, "1.00"));
        sent--;
      } else if (what == 4 && !order.hasNonNull("cancelledAt")) {
        order.put("cancelledAt", order.get("updatedAt").textValue());
      }
      tellings.add(order);
    }
    return tellings;
  }

  @Test
  void callsARepeatARepeat() {
    assertThat(take(List.of(Telling.of("again", 1)))).containsExactly(Verdict.APPLIED);
    assertThat(take(List.of(Telling.of("again", 1)))).containsExactly(Verdict.DUPLICATE);
    assertThat(take(List.of(Telling.of("twice", 1), Telling.of("twice", 1))))
        .containsExactly(Verdict.APPLIED, Verdict.DUPLICATE);
    assertThat(column("version::text", "again")).isEqualTo("1");
  }

  @Test
  void holdsWhatDoesNotAddUpAndPromisesItsStockAllTheSame() {
    var wrong = Telling.of("wrong", 1);
    ((ObjectNode) wrong.get("money")).put("total", "42.00");
    take(List.of(wrong));

    assertThat(column("hold_code", "wrong")).isEqualTo("ORD-010");
    assertThat(cases()).anyMatch(c -> c.about().equals("wrong") && c.sentence().contains("0.05"));
    assertThat(
            sql.queryForObject(
                "select sum(reserved) from inventory_movements where key like 'shop/order/wrong/%'",
                Integer.class))
        .isEqualTo(2);

    take(List.of(Telling.of("wrong", 2)));

    assertThat(column("coalesce(hold_code, 'none')", "wrong")).isEqualTo("none");
    assertThat(cases()).noneMatch(c -> c.about().equals("wrong"));
  }

  @Test
  void owesTheBooksEachDocumentOnceAndAgainWhenItSaysSomethingElse() {
    take(List.of(Telling.of("edited", 1)));
    take(List.of(Telling.sent(Telling.of("edited", 2), "p", 1)));
    assertThat(owed("edited"))
        .containsExactly(
            "shop/order/edited/sale/all/1 41.95", "shop/order/edited/shipment/p/1 none");

    var edited = Telling.three("edited", 3);
    edited.set("fulfilments", Telling.sent(Telling.of("edited", 2), "p", 1).get("fulfilments"));
    take(List.of(edited));

    assertThat(owed("edited"))
        .containsExactly(
            "shop/order/edited/sale/all/1 41.95",
            "shop/order/edited/shipment/p/1 none",
            "shop/order/edited/sale/all/2 60.95");
    assertThat(column("state", "edited")).isEqualTo("partly-sent");
  }

  /** It may be in the post, or on the shelf as before: a person sees to it. */
  @Test
  void saysToAPersonWhatWasSentAndIsNotAnyMore() {
    take(List.of(Telling.sent(Telling.of("undone", 1), "f1", 2)));
    assertThat(undone()).isEmpty();

    take(List.of(Telling.of("undone", 2)));
    take(List.of(Telling.sent(Telling.of("undone", 3), "f2", 2)));

    assertThat(undone())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.channel()).as("who keeps the stock there").isEqualTo("erp");
              assertThat(one.about()).isEqualTo("shop:undone:f1");
              assertThat(one.times()).isEqualTo(1);
              assertThat(one.sentence())
                  .startsWith(
                      "fulfilment f1 of order #undone of shop was cancelled there, and 2 of S1 had left main for it");
            });
  }

  /** What is late says nothing of what came after it. */
  @Test
  void callsNothingUndoneThatWasOnlyToldLater() {
    take(List.of(Telling.sent(Telling.of("late", 5), "f1", 2)));
    take(List.of(Telling.of("late", 4)));
    take(List.of(Telling.sent(Telling.of("later", 6), "f1", 2), Telling.of("later", 7)));

    assertThat(cases()).noneMatch(one -> one.about().startsWith("shop:late"));
  }

  private static List<Cases.Case> undone() {
    return cases().stream().filter(one -> one.kind().equals("fulfilment-undone")).toList();
  }

  @Test
  void owesTheBooksNothingOfWhatIsOnHoldOrOnlyATry() {
    var wrong = Telling.of("held-back", 1);
    ((ObjectNode) wrong.get("money")).put("total", "42.00");
    take(List.of(wrong, Telling.of("a-try", 1).put("test", true)));
    assertThat(owed("held-back")).isEmpty();
    assertThat(owed("a-try")).isEmpty();

    // the mapping was corrected, and the same telling came through it again
    take(List.of(Telling.of("held-back", 1)));

    assertThat(owed("held-back")).containsExactly("shop/order/held-back/sale/all/1 41.95");
    assertThat(column("coalesce(hold_code, 'none')", "held-back")).isEqualTo("none");
  }

  private List<String> owed(String order) {
    return sql.queryForList(
        """
        select key || ' ' || coalesce(payload ->> 'amount', 'none') from delivery_outbox
        where channel = 'erp' and order_key = ? order by id
        """,
        String.class,
        "shop/order/" + order);
  }

  private static List<Cases.Case> cases() {
    return core.get(Cases.class).open();
  }

  private List<Verdict> take(List<? extends JsonNode> documents) {
    return take("shop", documents);
  }

  private List<Verdict> take(String channel, List<? extends JsonNode> documents) {
    var batch =
        documents.stream()
            .map(
                document ->
                    new Message(
                        messages.incrementAndGet(),
                        channel,
                        "orders",
                        Map.of(),
                        Instant.EPOCH,
                        document,
                        null))
            .toList();
    return core.get(TransactionTemplate.class)
        .execute(status -> core.get(OrderBook.class).take(new Batch(channel, 1, batch)));
  }

  private String column(String column, String id) {
    return sql.queryForObject(
        "select %s from orders_book where channel = 'shop' and id = ?".formatted(column),
        String.class,
        id);
  }
}
