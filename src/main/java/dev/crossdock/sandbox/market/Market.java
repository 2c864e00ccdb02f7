package dev.crossdock.sandbox.market;

import dev.crossdock.sandbox.wire.TokenBucket;
import dev.crossdock.sandbox.world.Documents;
import dev.crossdock.sandbox.world.Holdings;
import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sandbox.world.World;

/**
 * The whole marketplace, put together. It lowers its own quantity when it sells, and does not raise
 * it when an order is cancelled.
 */
public final class Market implements AutoCloseable {
  /** The channel's name. */
  public static final String CHANNEL = "market";

  /** The one place it knows: what the merchant fulfils. */
  public static final String SLOT = "MFN";

  private static final double PATCHES_PER_SECOND = 5;
  private static final double PATCHES_AT_ONCE = 5;
  private static final double READS_PER_SECOND = 5;
  private static final double READS_AT_ONCE = 10;
  private static final double ORDERS_PER_SECOND = 1;
  private static final double ORDERS_AT_ONCE = 20;
  private static final double SHIPMENTS_PER_SECOND = 2;
  private static final double SHIPMENTS_AT_ONCE = 10;

  private final Holdings holdings;
  private final Documents<MarketOrder> orders;
  private final TokenBucket patches;
  private final TokenBucket orderPolls;
  private final PatchQueue queue;
  private final Reports reports;
  private final MarketApi api;

  /** Opens the marketplace where it was closed. */
  public Market(World world, MarketTokens.Credentials credentials) {
    holdings = world.holdings();
    orders =
        new Documents<>(
            world.database(),
            world.journal(),
            "sandbox.market_orders",
            MarketOrder.class,
            MarketOrder::id,
            MarketOrder::updatedAt);
    patches = new TokenBucket(world.clock(), PATCHES_PER_SECOND, PATCHES_AT_ONCE);
    orderPolls = new TokenBucket(world.clock(), ORDERS_PER_SECOND, ORDERS_AT_ONCE);
    queue = new PatchQueue(holdings);
    var reads = new TokenBucket(world.clock(), READS_PER_SECOND, READS_AT_ONCE);
    reports = new Reports(world);
    api =
        new MarketApi(
            world,
            new MarketTokens(credentials, world.clock()),
            new Listings(world, queue, patches, reads),
            new OrderSearch(world, orders, orderPolls),
            new Shipments(
                orders,
                new TokenBucket(world.clock(), SHIPMENTS_PER_SECOND, SHIPMENTS_AT_ONCE),
                world.clock()),
            reports);
  }

  /** Where the marketplace keeps an item's quantity. */
  public static Holdings.Slot slot(Item item) {
    return new Holdings.Slot(CHANNEL, item.sku(), SLOT);
  }

  /** What it sold. */
  public Documents<MarketOrder> orders() {
    return orders;
  }

  /** How often a listing may be patched. */
  public TokenBucket patches() {
    return patches;
  }

  /** How often orders may be searched. */
  public TokenBucket orderPolls() {
    return orderPolls;
  }

  /** How it is asked. */
  public MarketApi api() {
    return api;
  }

  /** Someone typed a quantity into the seller's pages. */
  public void edit(Item item, int quantity) {
    holdings.set(slot(item), quantity);
  }

  @Override
  public void close() {
    queue.close();
    reports.close();
  }
}
