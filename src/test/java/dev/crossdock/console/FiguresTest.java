package dev.crossdock.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.console.Live.Agreement;
import dev.crossdock.console.Live.Owed;
import dev.crossdock.console.Live.Shown;
import dev.crossdock.console.Live.State;
import dev.crossdock.console.StockFigures.At;
import dev.crossdock.platform.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the page says of what is in the tables. */
class FiguresTest {
  private static final List<String> TEE = List.of("TEE");

  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate owner = new JdbcTemplate(DATABASE.owner());
  private final JdbcTemplate app = new JdbcTemplate(DATABASE.app());
  private final StockFigures stock = new StockFigures(app);

  @BeforeEach
  void empty() {
    owner.execute(
        "truncate delivery_targets, delivery_target_changes, delivery_inbox, delivery_outbox,"
            + " inventory_levels, inventory_counts, inventory_postings, inventory_movements, divergence_items");
  }

  @ParameterizedTest
  @CsvSource({
    "10, 3, 3, false, , agrees",
    "12, 4, 3, false, , lag",
    "12, 3, 3, false, 2 seconds, lag",
    "12, 3, 3, false, 60 seconds, drift",
    "12, 4, 3, true, , drift",
    ", 3, 3, false, , unknown",
    "12, 0, 0, false, , unknown"
  })
  void callsADifferenceDriftOnlyOnceItOutlivesItsDelivery(
      Integer seen, long version, long confirmed, boolean stopped, String since, State state) {
    owner.update(
        """
        insert into delivery_targets (channel, sku, slot, desired, version, owed_at, confirmed_version, seen, seen_at,
                                      stopped, differs_since)
        values ('shop', 'TEE', '1', 10, ?, crossdock_now(), ?, ?, crossdock_now() - interval '1 hour', ?,
                crossdock_now() - ?::interval)
        """,
        version,
        confirmed,
        seen,
        stopped,
        since);

    assertThat(stock.shown(TEE).get(new At("TEE", "shop/1")))
        .satisfies(shown -> assertThat(shown.state()).isEqualTo(state));
  }

  @ParameterizedTest
  @CsvSource({"10, 0, agrees", "12, -2, lag", "12, 0, drift", "12, -1, drift"})
  void explainsWhatAnErpSaysByWhatItHasNotBooked(int counted, int unconfirmed, State state) {
    owner.update("insert into inventory_levels (sku, location, on_hand) values ('TEE', 'dc', 10)");
    owner.update(
        "insert into inventory_counts (sku, location, source, rebased, counted, as_of)"
            + " values ('TEE', 'dc', 'erp', 'by-booking', ?, crossdock_now())",
        counted);
    owner.update(
        "insert into inventory_postings (movement, channel, sku, location, on_hand, confirmed_at)"
            + " values ('a', 'erp', 'TEE', 'dc', ?, null), ('b', 'erp', 'TEE', 'dc', -5, crossdock_now())",
        unconfirmed);

    assertThat(stock.kept(TEE).get(new At("TEE", "erp/dc")))
        .satisfies(kept -> assertThat(kept.state()).isEqualTo(state));
    assertThat(new LevelFigures(app).now(List.of()).get("erp"))
        .isEqualTo(
            new Agreement(
                1,
                state == State.agrees ? 1 : 0,
                state == State.lag ? 1 : 0,
                state == State.drift ? 1 : 0));
  }

  @Test
  void countsWhatAComparisonFoundBeforeWhatTheChannelSaid() {
    owner.update(
        """
        insert into delivery_targets (channel, sku, slot, desired, version, owed_at, confirmed_version, seen, seen_at)
        select 'shop', sku, '1', 10, 3, crossdock_now(), 3, 10, crossdock_now()
        from unnest(array['TEE', 'CAP', 'MUG', 'HAT']) sku
        """);
    found("shop", "stock", "TEE", "1", "drift");
    found("shop", "stock", "CAP", "1", "suspected");
    found("shop", "stock", "MUG", "1", "closed");
    found("shop", "stock", "HAT", "1", "healing");
    found("shop", "stock", "NOBODY-KNOWS-IT", "1", "stuck");
    found("shop", "orders", "1001", "", "drift");

    assertThat(new LevelFigures(app).now(List.of())).containsOnlyKeys("shop");
    assertThat(new LevelFigures(app).now(List.of()).get("shop"))
        .isEqualTo(new Agreement(5, 1, 2, 2));
    assertThat(stock.found(TEE).get(new At("TEE", "shop/1")))
        .isEqualTo(new Shown(14, 10, State.drift, null));
  }

  /** The first snapshot came before the first count, and its second look is yet to come. */
  @Test
  void forgetsASuspicionOfWhatNobodyKnewOnceItIsKnown() {
    owner.update(
        "insert into delivery_targets (channel, sku, slot, desired, version, owed_at, confirmed_version, seen, seen_at)"
            + " values ('shop', 'TEE', '1', 10, 3, crossdock_now(), 3, 10, crossdock_now())");
    found("shop", "stock", "TEE", "1", "suspected");
    owner.update("update divergence_items set expected = null");

    assertThat(new LevelFigures(app).now(List.of()).get("shop"))
        .isEqualTo(new Agreement(1, 1, 0, 0));
    assertThat(stock.found(TEE)).isEmpty();
  }

  /** The first snapshot came after the first of several counts. */
  @Test
  void saysOfADifferenceWhatItShouldBeByNow() {
    owner.update(
        "insert into delivery_targets (channel, sku, slot, desired, version, owed_at, confirmed_version, seen, seen_at)"
            + " values ('shop', 'TEE', '1', 12, 4, crossdock_now(), 3, 10, crossdock_now())");
    found("shop", "stock", "TEE", "1", "suspected");

    assertThat(stock.found(TEE).get(new At("TEE", "shop/1")))
        .isEqualTo(new Shown(14, 12, State.lag, null));
  }

  @Test
  void knowsAnErpsPlaceByOursAndByItsOwnName() {
    owner.update("insert into inventory_levels (sku, location, on_hand) values ('TEE', 'dc', 10)");
    owner.update(
        "insert into inventory_counts (sku, location, source, rebased, counted, as_of)"
            + " values ('TEE', 'dc', 'erp', 'by-booking', 10, crossdock_now())");
    found("erp", "stock", "TEE", "DC1", "drift");

    assertThat(
            new LevelFigures(app)
                .now(List.of(new LevelFigures.Place("erp", "DC1", "dc")))
                .get("erp"))
        .isEqualTo(new Agreement(1, 0, 0, 1));
  }

  private void found(String channel, String entity, String key, String place, String state) {
    owner.update(
        """
        insert into divergence_items (channel, entity, key, place, expected, observed, state, risk, drift_at, closed_at)
        select ?, ?, ?, ?, 10, 14, s, 'oversell', crossdock_now(), case when s = 'closed' then crossdock_now() end
        from (select ?::text as s) given
        """,
        channel,
        entity,
        key,
        place,
        state);
  }

  @Test
  void measuresHowLateAChannelWasToldAndNotWhatItDidItself() {
    owner.update(
        """
        insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at, sent_at, confirmed_at)
        select 'shop', 'TEE', '1', n, n, t, t, t + interval '40 milliseconds'
        from generate_series(1, 99) n, (select crossdock_now() - interval '10 seconds' as t) moment
        union all
        select 'shop', 'TEE', '1', 100, 1, t, t, t + interval '900 milliseconds'
        from (select crossdock_now() - interval '10 seconds' as t) moment
        union all
        select 'shop', 'TEE', '1', 1000 + n, 1, t, null, t
        from generate_series(1, 500) n, (select crossdock_now() - interval '10 seconds' as t) moment
        """);

    var told = new LagFigures(app).told().get("shop");

    assertThat(told)
        .satisfies(
            lag -> {
              assertThat(lag.p50()).isEqualTo(40);
              assertThat(lag.p99()).isEqualTo(40);
              assertThat(lag.trend()).hasSize(40).contains(40L);
            });
  }

  @Test
  void saysWhatIsOwedAndForHowLong() {
    owner.update(
        """
        insert into delivery_targets (channel, sku, slot, desired, version, owed_at, confirmed_version, stopped)
        values ('shop', 'TEE', '1', 10, 2, crossdock_now() - interval '3 seconds', 1, false),
               ('shop', 'CAP', '1', 10, 2, crossdock_now(), 2, false),
               ('shop', 'MUG', '1', 10, 2, crossdock_now(), 1, true)
        """);
    owner.update(
        """
        insert into delivery_outbox (channel, flow, key, order_key, shard, payload, state)
        values ('shop', 'x', 'a', 'a', 0, '{}', 'owed'), ('shop', 'x', 'b', 'b', 0, '{}', 'delivered')
        """);

    var owed = new OwedFigures(app).now().getOrDefault("shop", new Owed(0, 0));

    assertThat(owed.count()).isEqualTo(2);
    assertThat(owed.oldestMillis()).isBetween(3_000L, 60_000L);
  }

  @Test
  void namesTheBusiestFirst() {
    owner.update(
        """
        insert into inventory_movements (key, kind, sku, location, quantity, on_hand, reserved, source, occurred_at, version)
        select 'k' || n, 'sale', case when n % 3 = 0 then 'CAP' else 'TEE' end, 'dc', 1, -1, 0, 'tills', crossdock_now(), n
        from generate_series(1, 9) n
        """);

    assertThat(stock.busiest(5)).containsExactly("TEE", "CAP");
  }
}
