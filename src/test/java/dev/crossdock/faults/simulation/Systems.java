package dev.crossdock.faults.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.faults.simulation.Senders.Item;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The systems the hub is connected to, behind a network that loses questions and answers. */
final class Systems {
  private final World world;
  final Storefront shop;
  final Storefront market;
  final Bookkeeping erp;
  private final Map<String, Long> skew = new TreeMap<>();
  private int underWay;

  Systems(World world) {
    this.world = world;
    this.shop = new Storefront(world, "shop", "1");
    this.market = new Storefront(world, "market", "all");
    this.erp = new Bookkeeping(world);
    for (var channel : List.of("erp", "market", "shop", "tills")) {
      skew.put(channel, world.dice.between(-900_000, 900_000));
    }
  }

  /** What time it is by a channel's own clock. */
  Instant clock(String channel) {
    return world.now().plusNanos(skew.getOrDefault(channel, 0L) * 1_000);
  }

  Storefront storefront(String channel) {
    return channel.equals("shop") ? shop : market;
  }

  boolean nothingWaits() {
    return underWay == 0;
  }

  /** Something a system does by itself, later. */
  void later(long millis, Runnable what) {
    underWay++;
    world.agenda.in(
        millis,
        () -> {
          underWay--;
          what.run();
        });
  }

  /** A call, as the network lets it through. */
  JsonNode call(String route, String channel, JsonNode request) {
    if (world.fault(0.03)) {
      throw failed("the question was lost");
    }
    if (world.fault(0.02)) {
      return throttled(request);
    }
    if (channel.equals("shop") && world.fault(0.005)) {
      later(world.dice.around(2_000), () -> shop.setCompared(request, true));
      throw failed("the question comes late");
    }
    var answer =
        switch (channel) {
          case "shop" -> shop.setCompared(request, false);
          case "market" -> market.accept(request);
          default -> erp.book(request);
        };
    if (world.fault(0.03)) {
      throw failed("the answer was lost");
    }
    return answer;
  }

  private static HubException failed(String how) {
    return new HubException(new Failure.Transient("SIM-002", how));
  }

  private static JsonNode throttled(JsonNode request) {
    var answer = Json.mapper().createObjectNode();
    var outcomes = answer.putArray("outcomes");
    for (var item : request.get("items")) {
      outcomes
          .addObject()
          .put("key", item.get("key").textValue())
          .put("outcome", "throttled")
          .put("retryAfter", 1_500);
    }
    return answer;
  }

  /** What a channel answers when it is asked what it shows or holds. */
  List<Item> page(String channel) {
    return switch (channel) {
      case "erp" -> erp.levels(clock("erp"));
      case "shop" -> shop.levels(clock("shop"));
      default -> market.levels(clock("market"));
    };
  }
}
