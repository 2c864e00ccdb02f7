package dev.crossdock.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.sandbox.erp.Erp;
import dev.crossdock.sandbox.market.Market;
import dev.crossdock.sandbox.shop.ShopStock;
import dev.crossdock.sandbox.tills.Tills;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.world.FactKind;
import dev.crossdock.sandbox.world.Place;
import dev.crossdock.sandbox.world.World;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** What was told to the world, what must therefore be true, and what each system really holds. */
public final class Oracle {
  private static final int MOST = 50_000;

  private final World world;
  private final Erp erp;

  /** Reads the book and the stand-ins' own storage. */
  public Oracle(World world, Erp erp) {
    this.world = world;
    this.erp = erp;
  }

  int unbooked() {
    return erp.unbooked();
  }

  /** Facts in the order in which they were told. */
  ArrayNode facts(long after, long limit) {
    world.journal().flush();
    var facts = SandboxJson.object().putArray("facts");
    world
        .database()
        .query(
            "select * from sandbox.facts where seq > ? order by seq limit ?",
            row -> facts.add(fact(row)),
            after,
            Math.min(limit, MOST));
    return facts;
  }

  private static ObjectNode fact(ResultSet row) throws SQLException {
    var json = SandboxJson.object();
    json.put("seq", row.getLong("seq"));
    json.put("key", row.getString("key"));
    json.put("kind", FactKind.valueOf(row.getString("kind")).word());
    json.put("channel", row.getString("channel"));
    json.put("sku", row.getString("sku"));
    json.put("location", row.getString("location"));
    json.put("quantity", row.getInt("quantity"));
    json.put(
        "occurredAt", row.getObject("occurred_at", OffsetDateTime.class).toInstant().toString());
    json.put("emittedAt", row.getObject("emitted_at", OffsetDateTime.class).toInstant().toString());
    return json;
  }

  /** What must be true when all that was told has been heard, and all that is owed is delivered. */
  ObjectNode expected() {
    var json = SandboxJson.object();
    var levels = json.putArray("levels");
    var shows = json.putArray("shows");
    for (var item : world.catalogue().items()) {
      var sku = item.sku();
      for (var place : Place.values()) {
        var level = world.book().level(sku, place);
        levels
            .addObject()
            .put("sku", sku)
            .put("location", place.id())
            .put("onHand", level.onHand())
            .put("reserved", level.reserved());
        show(shows, Erp.CHANNEL, sku, place.warehouse(), level.onHand());
        if (place.isStore()) {
          show(shows, Tills.CHANNEL, sku, place.store(), level.onHand());
        }
      }
      var sellable = world.book().sellable(sku);
      show(shows, ShopStock.CHANNEL, sku, Long.toString(ShopStock.LOCATION), sellable);
      show(shows, Market.CHANNEL, sku, Market.SLOT, sellable);
    }
    var planted = world.planted().all();
    var parked = json.putObject("parked");
    parked.put("count", planted.size());
    var lines = parked.putArray("lines");
    for (var message : planted) {
      lines
          .addObject()
          .put("channel", message.channel())
          .put("kind", message.kind())
          .put("where", message.where())
          .put("key", message.key());
    }
    json.put("fetched", world.numbers().now("fetched"));
    json.put("returned", world.numbers().now("returned"));
    json.put("ignored", world.numbers().now("ignored"));
    return json;
  }

  /** What each system holds by its own account. */
  ArrayNode storage() {
    var all = SandboxJson.object().putArray("storage");
    world
        .holdings()
        .all()
        .forEach(
            (slot, holding) ->
                show(all, slot.channel(), slot.sku(), slot.slot(), holding.quantity()));
    erp.stock().forEach(row -> show(all, Erp.CHANNEL, row.sku(), row.warehouse(), row.quantity()));
    return all;
  }

  /** The revision of every document that the ERP has of an order, by its reference. */
  ObjectNode documents() {
    var documents = SandboxJson.object();
    world
        .database()
        .query(
            "select reference, revision from erp.documents",
            row -> documents.put(row.getString("reference"), row.getInt("revision")));
    return documents;
  }

  /** What each system answered well and never did. */
  ArrayNode forgotten() {
    var all = SandboxJson.object().putArray("forgotten");
    for (var write : world.faults().forgotten()) {
      var slot = write.slot();
      show(all, slot.channel(), slot.sku(), slot.slot(), write.to());
    }
    return all;
  }

  private static void show(ArrayNode list, String channel, String sku, String slot, int quantity) {
    list.addObject()
        .put("channel", channel)
        .put("sku", sku)
        .put("slot", slot)
        .put("quantity", quantity);
  }
}
