package dev.crossdock.sandbox.shop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.wire.WireServer;
import dev.crossdock.sandbox.world.Book;
import dev.crossdock.sandbox.world.Catalogue;
import dev.crossdock.sandbox.world.Faults;
import dev.crossdock.sandbox.world.Item;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the hub what happened in the shop; loses, repeats, mixes or delays it when told to. */
public final class Webhooks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
  private static final int LEVEL_MILLIS = 50;
  private static final int ECHO_MILLIS = 2_000;

  private final OrderPayload payload;
  private final ShopStock stock;
  private final WebhookSender sender;
  private final Faults faults;
  private final Book book;
  private final Clock clock;
  private volatile Instant silentUntil = Instant.MIN;
  private final Set<Item> changed = new LinkedHashSet<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(WireServer.daemon("webhooks"));

  /** Loses everything until then; what was lost is never posted later. */
  public void silentUntil(Instant until) {
    silentUntil = until;
  }

  /** Listens to the shop's stock, and sends. */
  public Webhooks(
      Catalogue catalogue,
      ShopStock stock,
      WebhookSender sender,
      Faults faults,
      Book book,
      Clock clock) {
    this.payload = new OrderPayload(catalogue);
    this.stock = stock;
    this.sender = sender;
    this.faults = faults;
    this.book = book;
    this.clock = clock;
    stock.onChange(this::mark);
    var unused =
        timer.scheduleWithFixedDelay(
            this::sendLevels, LEVEL_MILLIS, LEVEL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void mark(Item item) {
    changed.add(item);
  }

  private synchronized List<Item> takeChanged() {
    var taken = List.copyOf(changed);
    changed.clear();
    return taken;
  }

  private void sendLevels() {
    try {
      takeChanged().forEach(item -> send("inventory_levels/update", level(item), List.of()));
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("a level was not told");
    }
  }

  private ObjectNode level(Item item) {
    var json = SandboxJson.object();
    json.put("inventory_item_id", item.inventoryItemId());
    json.put("location_id", ShopStock.LOCATION);
    json.put("available", stock.available(item));
    json.put("updated_at", OrderPayload.time(clock.instant()));
    json.put(
        "admin_graphql_api_id",
        "gid://shopify/InventoryLevel/%d?inventory_item_id=%d"
            .formatted(ShopStock.LOCATION, item.inventoryItemId()));
    return json;
  }

  /** Something happened to an order. */
  public void order(String topic, ShopOrder order, List<Long> facts) {
    send(topic, payload.order(order), facts);
  }

  /** Money, and perhaps goods, went back. */
  public void refund(ShopOrder order, ShopOrder.Refund refund, List<Long> facts) {
    send("refunds/create", payload.refund(order, refund), facts);
  }

  /** An order that no hub can place; it is spared all faults. */
  public void planted(ShopOrder order) {
    sender.send(webhook("orders/create", payload.order(order), List.of()), Duration.ZERO);
  }

  /** A product was edited in the shop's admin. */
  public void product(Item item, List<Item> variants) {
    send("products/update", ProductPayload.of(item, variants, stock, clock.instant()), List.of());
  }

  private void send(String topic, ObjectNode body, List<Long> facts) {
    var webhook = webhook(topic, body, facts);
    var plan = faults.of(ShopStock.CHANNEL);
    if (clock.instant().isBefore(silentUntil) || faults.hits(plan.lostShare())) {
      book.emitted(facts);
      return;
    }
    sender.send(webhook, faults.wait(ShopStock.CHANNEL));
    if (faults.hits(plan.duplicatedShare())) {
      sender.send(again(webhook), faults.wait(ShopStock.CHANNEL).plusMillis(LEVEL_MILLIS));
    }
    if (faults.hits(plan.duplicatedShare() / 10)) {
      sender.send(again(webhook), Duration.ofMillis(ECHO_MILLIS));
    }
  }

  private Webhook webhook(String topic, ObjectNode body, List<Long> facts) {
    return new Webhook(
        UUID.randomUUID().toString(),
        UUID.randomUUID().toString(),
        topic,
        clock.instant().toString(),
        SandboxJson.text(body),
        facts);
  }

  /** The same event once more: with the same webhook id, or as from a second subscription. */
  private Webhook again(Webhook first) {
    var id = faults.hits(0.5) ? first.id() : UUID.randomUUID().toString();
    return new Webhook(
        id, first.eventId(), first.topic(), first.triggeredAt(), first.body(), List.of());
  }

  @Override
  public void close() {
    WireServer.end(timer);
  }
}
