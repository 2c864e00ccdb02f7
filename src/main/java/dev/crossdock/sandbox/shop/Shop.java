package dev.crossdock.sandbox.shop;

import dev.crossdock.sandbox.wire.TokenBucket;
import dev.crossdock.sandbox.world.World;
import java.net.URI;

/** The whole shop, put together. */
public final class Shop implements AutoCloseable {
  private static final int POINTS_PER_SECOND = 1_000;
  private static final int POINTS = 20_000;

  private final ShopStock stock;
  private final ShopOrders orders;
  private final Subscriptions subscriptions;
  private final WebhookSender sender;
  private final Webhooks webhooks;
  private final TokenBucket points;
  private final BulkOperations bulk;
  private final AccessScopes scopes = new AccessScopes();
  private final AdminApi api;

  /** Opens the shop where it was closed. */
  public Shop(World world, URI hub, String token, String secret) {
    stock = new ShopStock(world.holdings());
    orders = new ShopOrders(world.database(), world.journal());
    subscriptions = new Subscriptions(hub, world.clock());
    sender =
        new WebhookSender(subscriptions, secret, world.book(), world.database(), world.journal());
    webhooks =
        new Webhooks(world.catalogue(), stock, sender, world.faults(), world.book(), world.clock());
    points = new TokenBucket(world.clock(), POINTS_PER_SECOND, POINTS);
    var nodes = new AdminNodes(world.catalogue(), stock, world.slips());
    var answers = new Answers(world.database(), world.journal(), world.clock());
    var writes =
        new InventoryWrites(nodes, stock, answers, world.faults(), world.calls(), world.clock());
    var refunds =
        new RefundWrites(
            nodes,
            orders,
            webhooks,
            answers,
            world.catalogue(),
            world.numbers(),
            world.calls(),
            world.clock());
    var fulfilments =
        new FulfilmentWrites(
            nodes, orders, webhooks, world.numbers(), world.calls(), world.clock());
    var pickUps = new PickUpWrites(orders, world.calls(), world.clock());
    bulk = new BulkOperations(world.clock());
    var graphql =
        AdminSchema.build(
            new AdminReads(nodes, orders),
            writes,
            refunds,
            fulfilments,
            pickUps,
            subscriptions,
            bulk,
            scopes);
    api = new AdminApi(graphql, token, points, world.faults(), world.calls());
  }

  /** What it has for sale. */
  public ShopStock stock() {
    return stock;
  }

  /** What it sold. */
  public ShopOrders orders() {
    return orders;
  }

  /** What it posts, and where to. */
  public Subscriptions subscriptions() {
    return subscriptions;
  }

  /** How it tells the hub. */
  public Webhooks webhooks() {
    return webhooks;
  }

  /** How many webhooks the hub has not yet taken. */
  public int pendingWebhooks() {
    return sender.pending();
  }

  /** How much may be asked of it. */
  public TokenBucket points() {
    return points;
  }

  /** What it runs in the background. */
  public BulkOperations bulk() {
    return bulk;
  }

  /** What its merchant lets the hub do. */
  public AccessScopes scopes() {
    return scopes;
  }

  /** How it is asked. */
  public AdminApi api() {
    return api;
  }

  @Override
  public void close() {
    webhooks.close();
    sender.close();
    bulk.close();
  }
}
