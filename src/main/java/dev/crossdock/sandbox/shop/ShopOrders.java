package dev.crossdock.sandbox.shop;

import dev.crossdock.sandbox.world.Database;
import dev.crossdock.sandbox.world.Documents;
import dev.crossdock.sandbox.world.Journal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** All web orders. */
public final class ShopOrders {
  private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

  private final Documents<ShopOrder> documents;

  /** Reads the latest orders. */
  public ShopOrders(Database database, Journal journal) {
    documents =
        new Documents<>(
            database,
            journal,
            "sandbox.shop_orders",
            ShopOrder.class,
            ShopOrder::id,
            ShopOrder::updatedAt);
  }

  /** Keeps an order as it is now. From here on it can be polled. */
  public void keep(ShopOrder order) {
    documents.keep(order);
  }

  /** Some order to which something can still happen. */
  public Optional<ShopOrder> any(Random random, Predicate<ShopOrder> fit) {
    return documents.any(random, fit);
  }

  Optional<ShopOrder> byId(long id) {
    return documents.byId(id);
  }

  List<ShopOrder> changedSince(Instant since, Instant behind, long behindId, int limit) {
    return documents.changed(since, FAR, behind, behindId, limit);
  }
}
