package dev.crossdock.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.inventory.OrderFacts.Fulfilment;
import dev.crossdock.inventory.OrderFacts.FulfilmentLine;
import dev.crossdock.inventory.OrderFacts.Line;
import dev.crossdock.inventory.OrderFacts.Order;
import dev.crossdock.inventory.OrderFacts.Refund;
import dev.crossdock.inventory.OrderFacts.RefundLine;
import dev.crossdock.inventory.OrderFacts.Restock;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderFactsTest {
  private static final Instant PLACED = Instant.parse("2026-06-01T10:00:00Z");
  private static final Instant CANCELLED = PLACED.plusSeconds(60);
  private static final Sku TEE = new Sku("TEE");
  private static final Sku CAP = new Sku("CAP");

  @Test
  void cancelsOnlyWhatRefundsAndParcelsHaveLeftOpen() {
    var facts =
        facts(
            CANCELLED,
            List.of(new Fulfilment("f", PLACED, List.of(new FulfilmentLine("1", TEE, 2)))),
            List.of(
                refund("r1", "1", TEE, 1, Restock.release),
                refund("r2", "2", CAP, 3, Restock.release)));

    assertThat(facts)
        .filteredOn(fact -> fact.key().value().endsWith("/release"))
        .singleElement()
        .satisfies(
            fact -> {
              assertThat(fact.key().value()).isEqualTo("shop/order/7/line/1/release");
              assertThat(fact.quantity()).isEqualTo(2);
            });
  }

  @Test
  void cancelsAllThatIsStillOpenAlthoughGoodsCameBackOrWereOnlyPaidBack() {
    var facts =
        facts(
            CANCELLED,
            List.of(),
            List.of(
                refund("r1", "1", TEE, 1, Restock.returned),
                refund("r2", "2", CAP, 1, Restock.none)));

    assertThat(facts)
        .filteredOn(fact -> fact.kind() == Fact.Kind.RELEASE)
        .extracting(Fact::quantity)
        .containsExactly(5, 3);
  }

  private static List<Fact> facts(
      Instant cancelledAt, List<Fulfilment> parcels, List<Refund> refunds) {
    var lines = List.of(new Line("1", TEE, 5), new Line("2", CAP, 3));
    var order = new Order("7", PLACED, CANCELLED, cancelledAt, null, lines, parcels, refunds);
    return OrderFacts.of(
        0, "shop", new LocationId("dc"), slot -> Optional.empty(), OrderFacts.Sent.NOTHING, order);
  }

  private static Refund refund(String id, String line, Sku sku, int units, Restock restock) {
    return new Refund(
        id, PLACED, List.of(new RefundLine(id + "-1", line, sku, units, restock, null)));
  }
}
