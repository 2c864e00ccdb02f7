package dev.crossdock.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.sandbox.erp.Erp;
import dev.crossdock.sandbox.market.Market;
import dev.crossdock.sandbox.shop.Shop;
import dev.crossdock.sandbox.shop.ShopStock;
import dev.crossdock.sandbox.tills.Tills;
import dev.crossdock.sandbox.wire.Reply;
import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sandbox.world.Slips;
import dev.crossdock.sandbox.world.Slips.Kind;
import dev.crossdock.sandbox.world.Slips.Slip;
import dev.crossdock.sandbox.world.World;
import java.time.Duration;
import java.util.Map;

/** What people and programs get wrong: one number, or all of them; and silence. */
public final class MistakeDials {
  private static final int MOST_SILENT_SECONDS = 86_400;

  private final World world;
  private final Shop shop;
  private final Market market;
  private final Erp erp;

  /** The dials of mistakes. */
  public MistakeDials(World world, Shop shop, Market market, Erp erp) {
    this.world = world;
    this.shop = shop;
    this.market = market;
    this.erp = erp;
  }

  /** Somebody types a number into a shop or a marketplace; the shop may keep it to itself. */
  void edit(String channel, Item item, int quantity, boolean webhook) {
    switch (channel) {
      case ShopStock.CHANNEL -> {
        if (webhook) {
          shop.stock().edit(item, quantity);
        } else {
          shop.stock().editUntold(item, quantity);
        }
      }
      case Market.CHANNEL -> market.edit(item, quantity);
      default -> throw new IllegalArgumentException("only shop, market and erp can be edited");
    }
  }

  /** A system says something else than it holds, until it is told otherwise. */
  Reply says(String channel, JsonNode body) {
    var slip = slip(body, Kind.RIGHT);
    switch (channel) {
      case ShopStock.CHANNEL, Market.CHANNEL -> refuseSwapped(channel, slip);
      case Tills.CHANNEL -> {}
      default ->
          throw new IllegalArgumentException(
              "only shop, market and tills can be made to say something else");
    }
    world.slips().say(channel, slip);
    return Reply.json(200, world.slips().all());
  }

  /** Everything that a system holds is changed at once. */
  Reply really(JsonNode body) {
    var channel = body.path("channel").asText();
    var slip = slip(body, Kind.ZERO);
    var told = body.path("webhook").asBoolean(false);
    var changed =
        switch (channel) {
          case Erp.CHANNEL -> erp.spoil(slip);
          case ShopStock.CHANNEL, Market.CHANNEL -> spoil(channel, slip, told);
          default ->
              throw new IllegalArgumentException("only shop, market and erp can go wrong so");
        };
    return Reply.json(200, Map.of("changed", changed));
  }

  private int spoil(String channel, Slip slip, boolean told) {
    refuseSwapped(channel, slip);
    var changed = 0;
    for (var item : world.catalogue().items()) {
      var slot = channel.equals(Market.CHANNEL) ? Market.slot(item) : ShopStock.slot(item);
      var held = world.holdings().quantity(slot);
      var after = slip.of(held, () -> held);
      if (after != held) {
        edit(channel, item, after, told);
        changed++;
      }
    }
    return changed;
  }

  private static void refuseSwapped(String channel, Slip slip) {
    if (slip.kind() == Kind.SWAPPED) {
      throw new IllegalArgumentException(
          "'%s' knows one place; two can be swapped at tills and erp".formatted(channel));
    }
  }

  private static Slip slip(JsonNode body, Kind otherwise) {
    var kind = body.has("kind") ? Kind.of(body.get("kind").asText()) : otherwise;
    return new Slips.Slip(kind, body.path("to").asInt(10));
  }

  /** The shop posts nothing for so long, and never posts it later. */
  Reply silence(JsonNode body) {
    var seconds = body.path("seconds").asInt(-1);
    if (seconds < 0 || seconds > MOST_SILENT_SECONDS) {
      throw new IllegalArgumentException(
          "'seconds' must be between 0 and %d".formatted(MOST_SILENT_SECONDS));
    }
    var until = world.clock().instant().plus(Duration.ofSeconds(seconds));
    shop.webhooks().silentUntil(until);
    return Reply.json(200, Map.of("silentUntil", until.toString()));
  }
}
