package dev.crossdock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.faults.Checker.Violation;
import dev.crossdock.platform.TestDatabase;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A checker that cannot be made to say no proves nothing: each invariant is broken here by hand.
 */
class CheckerTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final JdbcTemplate OWNER = new JdbcTemplate(DATABASE.owner());
  private final Checker checker = new Checker(DATABASE.app());
  private final Evidence evidence = new Evidence();

  /** What the schema itself forbids must be found even so: one day somebody changes the schema. */
  @BeforeAll
  static void allowEverything() {
    OWNER.execute("alter table inventory_movements drop constraint inventory_movements_key_key");
    OWNER.execute("alter table inventory_levels drop constraint inventory_levels_reserved_check");
  }

  /** Ten counted; an order of three, two of them shipped; a till sold nine that were not there. */
  @BeforeEach
  void aWorldThatIsRight() {
    OWNER.execute(
        """
        truncate inventory_movements, inventory_levels, inventory_reservations, inventory_shortages,
          inventory_postings, delivery_inbox, delivery_targets, delivery_target_changes, delivery_slots, delivery_outbox;
        insert into delivery_slots values ('shop', '1', 'main', true);
        insert into delivery_inbox (id, channel, topic, intake, shard, order_key, message_id, body, body_hash,
            observed_at, state, closed_at) overriding system value
          select id, 'shop', 'orders', 'take', 0, 'k', 'm' || id, '', '', crossdock_now(), 'applied', crossdock_now()
          from generate_series(1, 4) id;
        insert into inventory_movements (key, kind, sku, location, quantity, on_hand, reserved, source, reservation,
            occurred_at, message_id, version)
          values ('count', 'count', 'TEE', 'main', 10, 10, 0, 'till', null, crossdock_now(), 1, 1),
                 ('order', 'reservation', 'TEE', 'main', 3, 0, 3, 'shop', 'order', crossdock_now(), 2, 2),
                 ('ship', 'fulfilment', 'TEE', 'main', 2, -2, -2, 'shop', 'order', crossdock_now(), 3, 3),
                 ('till', 'sale', 'TEE', 'main', 9, -9, 0, 'till', null, crossdock_now(), 4, 4);
        insert into inventory_reservations values ('order', 'TEE', 'main', 3, 0, 2);
        insert into inventory_levels (sku, location, on_hand, reserved, version) values ('TEE', 'main', -1, 1, 4);
        insert into inventory_shortages (movement, sku, location, quantity) values ('till', 'TEE', 'main', 2);
        insert into inventory_postings values ('till', 'erp', 'TEE', 'main', -9, null);
        insert into delivery_outbox (channel, flow, key, order_key, shard, payload, state, closed_at)
          values ('erp', 'book', 'till', 'TEE', 0, '{}', 'delivered', crossdock_now());
        insert into delivery_targets (channel, sku, slot, desired, version, confirmed_version, owed_at, seen)
          values ('shop', 'TEE', '1', 0, 2, 2, crossdock_now(), 0);
        insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at)
          values ('shop', 'TEE', '1', 1, 10, crossdock_now()), ('shop', 'TEE', '1', 2, 0, crossdock_now());
        """);
    evidence.acknowledged("shop", "m2", List.of("order"));
    evidence.acknowledged("shop", "m2", List.of("order"));
    evidence.compares("shop");
    evidence.wrote("shop", "TEE", "1", 1, 10);
    evidence.wrote("shop", "TEE", "1", 2, 0);
    evidence.shows("shop", "TEE", "1", 0);
    evidence.did("erp", "till");
    evidence.expects("TEE", "main", -1, 1);
  }

  @Test
  void saysNothingOfAWorldThatIsRight() {
    assertThat(checker.after(evidence)).isEmpty();
  }

  /** One way to break one invariant. */
  record Break(String invariant, boolean atOnce, String how, Consumer<Evidence> world) {
    @Override
    public String toString() {
      return invariant + (atOnce ? " at once: " : " at rest: ") + how;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaks")
  void finds(Break broken) {
    if (broken.how().contains(" ")) {
      OWNER.execute(broken.how());
    }
    broken.world().accept(evidence);

    assertThat(checker.after(evidence))
        .extracting(Violation::invariant)
        .contains(broken.invariant());
    assertThat(
            checker.during(evidence).stream()
                .anyMatch(v -> v.invariant().equals(broken.invariant())))
        .isEqualTo(broken.atOnce());
  }

  static Stream<Break> breaks() {
    return Stream.of(
        atOnce("I1", "update inventory_levels set reserved = -1"),
        atOnce("I1", "delete from inventory_shortages"),
        atOnce("I1", "update inventory_shortages set quantity = 1"),
        atOnce("I1", "insert into inventory_shortages values ('order', 'TEE', 'main', 1)"),
        atOnce("I2", "update inventory_levels set on_hand = on_hand + 1"),
        atOnce("I2", "update inventory_levels set version = 5"),
        atOnce("I2", "update inventory_movements set version = 2 where key = 'ship'"),
        atOnce("I2", "update inventory_reservations set released = 1"),
        atOnce("I2", "delete from inventory_levels"),
        seen("I2", false, "short by one", e -> e.expects("TEE", "main", 0, 1)),
        seen("I2", false, "unheard", e -> e.expects("MUG", "main", 1, 0)),
        seen("I3", true, "lost", e -> e.acknowledged("shop", "m9", List.of())),
        seen("I3", false, "noeffect", e -> e.acknowledged("shop", "m2", List.of("other"))),
        atRest("I3", "update delivery_inbox set state = 'received', closed_at = null where id = 1"),
        atOnce("I3", "delete from delivery_outbox where key = 'till'"),
        atRest("I3", "update delivery_outbox set key = 'another'; delete from inventory_postings"),
        atOnce(
            "I4",
            """
            insert into inventory_movements (key, kind, sku, location, quantity, on_hand, reserved, source, occurred_at,
              message_id, version) values ('count', 'count', 'TEE', 'main', 0, 0, 0, 'till', crossdock_now(), 1, 5)
            """),
        atOnce("I4", "update delivery_inbox set state = 'duplicate' where id = 2"),
        atOnce("I4", "delete from delivery_inbox where id = 2"),
        seen("I4", true, "twice", e -> e.did("erp", "till")),
        atOnce("I5", "update delivery_targets set desired = 1"),
        seen("I5", true, "backwards", e -> e.wrote("shop", "TEE", "1", 1, 10)),
        seen("I5", true, "invented", e -> e.wrote("shop", "TEE", "1", 3, 7)),
        atRest("I6", "update delivery_targets set version = 3"),
        atRest("I6", "update delivery_targets set stopped = true"),
        atRest("I6", "update delivery_outbox set state = 'owed'"),
        seen("I6", false, "drifted", e -> e.shows("shop", "TEE", "1", 4)),
        atOnce("I7", "update delivery_inbox set closed_at = null where id = 1"),
        atOnce("I7", "update delivery_inbox set state = 'ignored' where id = 1"),
        atOnce("I7", "update delivery_inbox set state = 'parked' where id = 1"),
        seen("I7", true, "more", e -> many(e, 5)),
        atRest("I8", "update delivery_inbox set leased_until = crossdock_now() where id = 1"),
        atRest("I8", "update delivery_outbox set leased_until = crossdock_now()"),
        atRest("I8", "update delivery_targets set in_flight_until = crossdock_now()"));
  }

  private static void many(Evidence evidence, int n) {
    for (int i = 1; i <= n; i++) {
      evidence.acknowledged("shop", "m" + i, List.of());
    }
  }

  private static Break atOnce(String invariant, String sql) {
    return new Break(invariant, true, sql, e -> {});
  }

  private static Break atRest(String invariant, String sql) {
    return new Break(invariant, false, sql, e -> {});
  }

  /** Something that only the world outside saw; its name is one word. */
  private static Break seen(String invariant, boolean atOnce, String name, Consumer<Evidence> how) {
    return new Break(invariant, atOnce, name.replace(' ', '-'), how);
  }
}
