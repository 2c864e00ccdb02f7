package dev.crossdock.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.WholeHub;
import dev.crossdock.platform.broker.BrokerProcess;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Faults F-24 to F-27: an Artemis of its own that is not there when the hub starts, stands still,
 * or is killed. Webhooks are 200 all the time, and what waits is worked off when it is back.
 */
@TestMethodOrder(OrderAnnotation.class)
class BrokerGoneIT {
  private static final BrokerProcess BROKER = new BrokerProcess();
  private static final Duration DRAINED = Duration.ofSeconds(90);

  @RegisterExtension
  static final WholeHub HUB = new WholeHub(BROKER.settings().toArray(String[]::new));

  @AfterAll
  static void end() {
    BROKER.close();
  }

  @Test
  @Order(1)
  void startsWithoutItAndWorksOffWhatWaitedOnceItIsThere() throws Exception {
    var orders = new Orders(HUB.edge());
    assertThat(orders.post(50)).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    assertThat(waiting()).isPositive();

    BROKER.start();

    awaitDrained();
  }

  @Test
  @Order(2)
  void takesWebhooksWhileItStandsStillAndSaysSo() throws Exception {
    var orders = new Orders(HUB.edge());
    BROKER.signal("STOP");
    for (var round = 0; round < 3; round++) {
      assertThat(orders.post(50))
          .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200))
          .allSatisfy(answer -> assertThat(answer.millis()).isLessThan(2000));
    }
    BROKER.signal("CONT");

    awaitDrained();
  }

  @Test
  @Order(3)
  void takesWebhooksWhileItIsKilled() throws Exception {
    var orders = new Orders(HUB.edge());
    BROKER.signal("KILL");
    assertThat(orders.post(50)).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    BROKER.start();

    awaitDrained();
    var kept = HUB.sql().queryForList("select order_key from delivery_inbox_view", String.class);
    assertThat(kept).containsAll(orders.taken());
  }

  private static void awaitDrained() {
    await().atMost(DRAINED).untilAsserted(() -> assertThat(waiting()).isZero());
  }

  private static int waiting() {
    Integer count =
        HUB.sql()
            .queryForObject(
                "select count(*) from delivery_inbox_view where state in ('received', 'relayed', 'held')",
                Integer.class);
    return count == null ? 0 : count;
  }
}
