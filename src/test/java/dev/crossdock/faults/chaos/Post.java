package dev.crossdock.faults.chaos;

import dev.crossdock.delivery.Heard;
import dev.crossdock.faults.simulation.Agenda;
import dev.crossdock.faults.simulation.Dice;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;

/** Carries what channels say to the hub: 30 s to 15 min late, so that much overtakes much. */
final class Post {
  private static final double SHORTEST = Math.log(30_000);

  /** With the seconds until the hub looks it is a quarter of an hour. */
  private static final double LONGEST = Math.log(890_000);

  /** What is told while something goes wrong is told soon, so that it can be seen to have. */
  private static final long SOON_MILLIS = 60_000;

  private final Agenda agenda;
  private final Dice dice;
  private final Goods goods;
  private final ChaosHub hub;
  private long number;

  Post(Agenda agenda, Dice dice, Goods goods, ChaosHub hub) {
    this.agenda = agenda;
    this.dice = dice;
    this.goods = goods;
    this.hub = hub;
  }

  Instant now() {
    return Instant.EPOCH.plus(agenda.micros(), ChronoUnit.MICROS);
  }

  /** Tells what has become of an order. */
  void order(Bought order) {
    order(order, late());
  }

  void orderSoon(Bought order) {
    order(order, SOON_MILLIS);
  }

  private void order(Bought order, long millis) {
    var body = order.told();
    var polled = order.channel().equals("market");
    carry(
        polled
            ? Heard.polled(
                order.channel(), "orders", "take-orders", order.id(), order.telling(), body, now())
            : Heard.webhook(
                order.channel(),
                "orders",
                "take-orders",
                order.id(),
                order.telling(),
                body,
                Map.of(),
                now()),
        order.lines().keySet(),
        millis);
  }

  /** Tells of goods on a shelf. */
  void movement(String channel, String kind, String sku, String location, int units) {
    movement(channel, kind, sku, location, units, late());
  }

  void movementSoon(String channel, String kind, String sku, String location, int units) {
    movement(channel, kind, sku, location, units, SOON_MILLIS);
  }

  private void movement(
      String channel, String kind, String sku, String location, int units, long millis) {
    var key = "%s/%s/%d".formatted(channel, kind, number++);
    var body =
        Json.mapper()
            .createObjectNode()
            .put("key", key)
            .put("kind", kind)
            .put("sku", sku)
            .put("location", location)
            .put("quantity", units)
            .put("occurredAt", now().toString());
    carry(
        Heard.webhook(
            channel,
            "movements",
            "take-movements",
            sku,
            key,
            Json.text(body).getBytes(StandardCharsets.UTF_8),
            Map.of(),
            now()),
        Set.of(sku),
        millis);
  }

  private void carry(Heard heard, Set<String> skus, long millis) {
    goods.sent(skus);
    agenda.in(millis, () -> hub.hear(at(heard), () -> goods.heard(skus)));
  }

  /** It is observed when it arrives. */
  private Heard at(Heard heard) {
    return new Heard(
        heard.channel(),
        heard.topic(),
        heard.intake(),
        heard.orderKey(),
        heard.messageId(),
        heard.polled(),
        heard.body(),
        heard.headers(),
        now(),
        null,
        null);
  }

  private long late() {
    return (long) Math.exp(SHORTEST + dice.random().nextDouble() * (LONGEST - SHORTEST));
  }
}
