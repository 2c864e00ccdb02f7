package dev.crossdock.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Json;
import dev.crossdock.orders.Trade.Said;
import java.math.BigDecimal;

/** What tills write, as the hub reads it from their files. */
final class Slips {
  private Slips() {}

  /** A transaction of a store's till, at that minute of ten o'clock, with nothing in it yet. */
  static ObjectNode slip(String store, int sequence) {
    var slip = Json.mapper().createObjectNode();
    slip.put("@TrainingModeFlag", "false").put("@CancelFlag", "false");
    slip.put("RetailStoreID", store).put("TillID", "1").put("SequenceNumber", "" + sequence);
    slip.put("BusinessDayDate", "2026-06-01");
    slip.put("EndDateTime", "2026-06-01T1%d:%02d:00".formatted(sequence / 60 % 10, sequence % 60));
    slip.putObject("RetailTransaction").putArray("LineItem");
    return total(slip, "0.00");
  }

  static ObjectNode sold(ObjectNode slip, String sku, int units, String price) {
    var sale = line(slip).putObject("Sale");
    goods(sale, sku, units, price);
    return add(slip, new BigDecimal(price).multiply(BigDecimal.valueOf(units)));
  }

  static ObjectNode back(ObjectNode slip, String sku, int units, String price) {
    goods(line(slip).putObject("Return"), sku, units, price);
    return add(slip, new BigDecimal(price).multiply(BigDecimal.valueOf(-units)));
  }

  /** What was sold in that line of another slip. */
  static ObjectNode back(
      ObjectNode slip, JsonNode original, int line, String sku, int units, String price) {
    back(slip, sku, units, price);
    var items = slip.at("/RetailTransaction/LineItem");
    var link =
        ((ObjectNode) items.get(items.size() - 1).get("Return")).putObject("TransactionLink");
    link(link, original).put("LineItemSequenceNumber", "" + line);
    return slip;
  }

  /** Voids another slip, and says nothing of what was on it. */
  static ObjectNode voids(ObjectNode slip, JsonNode original) {
    var link = ((ObjectNode) slip.get("RetailTransaction")).putObject("TransactionLink");
    link(link.put("@ReasonCode", "PostVoid"), original);
    return slip;
  }

  private static ObjectNode link(ObjectNode link, JsonNode original) {
    for (var part : new String[] {"RetailStoreID", "TillID", "BusinessDayDate", "SequenceNumber"}) {
      link.set(part, original.get(part));
    }
    return link;
  }

  /** What the till says that it comes to. */
  static ObjectNode total(ObjectNode slip, String total) {
    ((ObjectNode) slip.get("RetailTransaction"))
        .putObject("Total")
        .put("@TotalType", "TransactionGrandAmount")
        .put("#text", total);
    return slip;
  }

  private static ObjectNode add(ObjectNode slip, BigDecimal amount) {
    var before = new BigDecimal(slip.at("/RetailTransaction/Total/#text").asText());
    return total(slip, before.add(amount).toPlainString());
  }

  private static ObjectNode line(ObjectNode slip) {
    var items = ((ObjectNode) slip.get("RetailTransaction")).withArray("LineItem");
    return items.addObject().put("SequenceNumber", "" + items.size());
  }

  private static void goods(ObjectNode item, String sku, int units, String price) {
    item.putObject("POSIdentity").put("POSItemID", "5012345678" + sku);
    item.put("RegularSalesUnitPrice", price).put("Quantity", "" + units);
  }

  static Said said(JsonNode slip) {
    return new Said("tills", "orders/pos-transaction-to-receipt", slip);
  }

  /** A line of a file of receipts. */
  static Said row(
      String store, int sequence, int line, String type, String sku, int units, String price) {
    var row = Json.mapper().createObjectNode();
    row.putObject("columns")
        .put("store", store)
        .put("till", "2")
        .put("business_day", "2026-06-01")
        .put("sequence", "" + sequence)
        .put("line", "" + line)
        .put("type", type)
        .put("barcode", "5012345678" + sku)
        .put("quantity", "" + units)
        .put("unit_price", price)
        .put("currency", "GBP")
        .put("sold_at", "2026-06-01 1%d:%02d:30.000".formatted(sequence / 60 % 10, sequence % 60));
    return new Said("tills", "orders/pos-line-to-receipt", row);
  }
}
