package dev.crossdock.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.inventory.Fact.Kind;
import dev.crossdock.inventory.OrderFacts.Restock;
import dev.crossdock.kernel.BusinessKey;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a till's receipt means for stock: what was handed over is sold, what was brought back is
 * there again, and what was voided never left. Nothing is promised (ADR 0035).
 *
 * <p>Its keys are those of the receipt's own lines, so each line is booked once, in whatever file
 * and however often it comes.
 */
final class ReceiptFacts {
  /**
   * The part of a canonical Order that moves stock at a counter.
   *
   * @param cancelledAt when it was voided; null while it stands
   */
  private record Receipt(
      String id,
      @Nullable Instant cancelledAt,
      List<HandedOver> fulfilments,
      List<BroughtBack> refunds) {}

  private record HandedOver(Instant at, LocationId location, List<Goods> lines) {}

  private record Goods(String line, @Nullable Sku sku, int quantity) {}

  private record BroughtBack(
      String id, Instant at, @Nullable Boolean withoutSale, List<Returned> lines) {}

  private record Returned(
      String id, @Nullable Sku sku, int quantity, Restock restock, LocationId location) {}

  private final int message;
  private final String channel;
  private final Receipt receipt;
  private final List<Fact> facts = new ArrayList<>();

  private ReceiptFacts(int message, String channel, Receipt receipt) {
    this.message = message;
    this.channel = channel;
    this.receipt = receipt;
  }

  static List<Fact> of(int message, String channel, JsonNode document) {
    var receipt = Json.mapper().convertValue(document, Receipt.class);
    var one = new ReceiptFacts(message, channel, receipt);
    receipt.fulfilments().forEach(one::handedOver);
    receipt.refunds().forEach(one::broughtBack);
    return one.facts;
  }

  private void handedOver(HandedOver goods) {
    for (var line : goods.lines()) {
      var key = key(receipt.id(), line.line());
      add(key, Kind.SALE, line.sku(), goods.location(), line.quantity(), goods.at());
      if (receipt.cancelledAt() != null) {
        var back = key.then("void");
        var at = receipt.cancelledAt();
        add(back, Kind.RETURN, line.sku(), goods.location(), line.quantity(), at);
      }
    }
  }

  /** What belongs to no sale came with this receipt, and is undone with it. */
  private void broughtBack(BroughtBack refund) {
    for (var line : refund.lines()) {
      if (line.restock() != Restock.returned) {
        continue;
      }
      var key = key(refund.id(), line.id());
      add(key, Kind.RETURN, line.sku(), line.location(), line.quantity(), refund.at());
      if (receipt.cancelledAt() != null && Boolean.TRUE.equals(refund.withoutSale())) {
        var again = key.then("void");
        var at = receipt.cancelledAt();
        add(again, Kind.SALE, line.sku(), line.location(), line.quantity(), at);
      }
    }
  }

  private BusinessKey key(String number, String line) {
    return new BusinessKey("%s/%s/%s".formatted(channel, number, line));
  }

  private void add(
      BusinessKey key,
      Kind kind,
      @Nullable Sku sku,
      LocationId location,
      int quantity,
      Instant at) {
    if (sku != null && quantity > 0) {
      facts.add(new Fact(message, key, kind, sku, location, quantity, at, channel, null));
    }
  }
}
