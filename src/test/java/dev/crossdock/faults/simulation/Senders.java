package dev.crossdock.faults.simulation;

import dev.crossdock.delivery.Heard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Those who tell the hub what happened, and do not stop until it answers 2xx: late, out of order,
 * and more than once.
 */
final class Senders {
  private final World world;
  private long number;
  private int waiting;

  Senders(World world) {
    this.world = world;
  }

  /** Something that must be told; keys are those of the ledger it must end in. */
  void tell(String channel, String intake, String orderKey, String body, List<String> keys) {
    var id = "m" + number++;
    var headers = world.fault(0.01) ? Map.of("poison", "1") : Map.<String, String>of();
    var heard =
        Heard.webhook(
            channel,
            intake,
            intake,
            orderKey,
            id,
            body.getBytes(StandardCharsets.UTF_8),
            headers,
            world.now());
    var late = world.fault(0.05) ? world.dice.around(60_000) : world.dice.around(400);
    send(heard, keys, late);
    if (world.fault(0.05)) {
      send(heard, keys, world.dice.around(20_000));
    }
  }

  boolean nothingWaits() {
    return waiting == 0;
  }

  private void send(Heard heard, List<String> keys, long millis) {
    waiting++;
    world.agenda.in(
        world.calm() ? 100 : millis,
        () -> {
          waiting--;
          arrive(heard, keys);
        });
  }

  private void again(Heard heard, List<String> keys) {
    send(heard, keys, world.dice.around(3_000));
  }

  private void arrive(Heard heard, List<String> keys) {
    var hub = world.dice.oneOf(world.hubs);
    if (!hub.isUp() || world.fault(0.03)) {
      world.agenda.note("nobody hears " + heard.messageId());
      again(heard, keys);
      return;
    }
    if (world.plant == Plant.ACKNOWLEDGE_BEFORE_COMMIT) {
      acknowledge(heard, keys);
      hub.keepsSoon(heard);
      return;
    }
    var kept =
        hub.does(() -> "keeps " + heard.messageId() + ": " + world.core.keep(List.of(heard)));
    if (kept && !world.fault(0.04)) {
      acknowledge(heard, keys);
    } else {
      again(heard, keys);
    }
    if (hub.isUp()) {
      hub.kept();
    }
  }

  private void acknowledge(Heard heard, List<String> keys) {
    world.evidence.acknowledged(heard.channel(), String.valueOf(heard.messageId()), keys);
  }

  /** What a channel answers when it is asked, kept in one transaction with how far was read. */
  int poll(String channel) {
    var orders = world.retailer.changedOrders(channel.equals("market") ? channel : "");
    var items = new ArrayList<>(world.systems.page(channel));
    orders.forEach(order -> items.add(order.item()));
    var kept = world.core.keep(items.stream().map(item -> heard(channel, item)).toList());
    orders.forEach(SimulatedOrder::wasRead);
    if (channel.equals("erp")) {
      world.systems.erp.wasRead();
    }
    return kept;
  }

  private Heard heard(String channel, Item item) {
    return Heard.polled(
        channel,
        item.intake(),
        item.intake(),
        item.orderKey(),
        item.id(),
        item.body().getBytes(StandardCharsets.UTF_8),
        world.now());
  }

  /** Something found by asking. */
  record Item(String intake, String orderKey, String id, String body) {}
}
