package dev.crossdock.sandbox.erp;

import dev.crossdock.sandbox.world.Book;
import dev.crossdock.sandbox.world.Catalogue;
import dev.crossdock.sandbox.world.Database;
import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sandbox.world.Place;
import dev.crossdock.sandbox.world.Slips.Slip;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The legacy ERP: tables of items and stock by warehouse. It is the keeper of record for the
 * warehouse DC1 alone; what it says of the stores it learned from others.
 */
public final class Erp {
  /** The channel's name. */
  public static final String CHANNEL = "erp";

  private static final int AT_ONCE = 5_000;

  private final Database database;
  private final Book book;

  /** One row of stock. */
  public record Stock(String sku, String warehouse, int quantity) {}

  /** The ERP, on its tables. */
  public Erp(Database database, Book book) {
    this.database = database;
    this.book = book;
  }

  /** Enters new items, with stock in DC1. The stores' stock is 0 until someone reports it. */
  public void enter(Map<Item, Integer> quantities) {
    enterRows(quantities);
    quantities.forEach((item, quantity) -> book.shift(item.sku(), Place.DC, quantity));
  }

  private void enterRows(Map<Item, Integer> quantities) {
    database.inTransaction(
        connection -> {
          try (var items =
                  connection.prepareStatement(
                      "insert into erp.items (sku, ean, description) values (?, ?, ?)");
              var stock =
                  connection.prepareStatement(
                      "insert into erp.stock (sku, warehouse, quantity) values (?, ?, ?)")) {
            for (var entry : quantities.entrySet()) {
              addItem(items, entry.getKey());
              addStock(stock, entry.getKey(), entry.getValue());
            }
            items.executeBatch();
            stock.executeBatch();
          }
          return true;
        });
  }

  /** Enters goods that nobody buys, with what there is of them in DC1; some thousand at a time. */
  public void list(List<Item> goods, Catalogue catalogue) {
    for (var from = 0; from < goods.size(); from += AT_ONCE) {
      var some = new LinkedHashMap<Item, Integer>();
      for (var item : goods.subList(from, Math.min(goods.size(), from + AT_ONCE))) {
        some.put(item, catalogue.opening(item.sku()).orElse(0));
      }
      enterRows(some);
    }
  }

  private static void addItem(PreparedStatement items, Item item) throws SQLException {
    items.setString(1, item.sku());
    items.setString(2, item.ean());
    items.setString(3, item.title());
    items.addBatch();
  }

  private static void addStock(PreparedStatement stock, Item item, int quantity)
      throws SQLException {
    for (var place : Place.values()) {
      stock.setString(1, item.sku());
      stock.setString(2, place.warehouse());
      stock.setInt(3, place == Place.DC ? quantity : 0);
      stock.addBatch();
    }
  }

  /** Goods arrived at the warehouse, or a clerk corrected its stock. */
  public void change(Item item, int units) {
    database.update(
        "update erp.stock set quantity = quantity + ?, updated_at = clock_timestamp()"
            + " where sku = ? and warehouse = ?",
        units,
        item.sku(),
        Place.DC.warehouse());
    book.shift(item.sku(), Place.DC, units);
  }

  /** Someone typed a quantity into the ERP. Only for DC1 does that change what is true. */
  public void edit(Item item, Place place, int quantity) {
    var before =
        database.inTransaction(
            connection -> {
              try (var read =
                      connection.prepareStatement(
                          "select quantity from erp.stock where sku = ? and warehouse = ? for"
                              + " update");
                  var write =
                      connection.prepareStatement(
                          "update erp.stock set quantity = ?, updated_at = clock_timestamp()"
                              + " where sku = ? and warehouse = ?")) {
                read.setString(1, item.sku());
                read.setString(2, place.warehouse());
                int held;
                try (var rows = read.executeQuery()) {
                  held = rows.next() ? rows.getInt(1) : 0;
                }
                write.setInt(1, quantity);
                write.setString(2, item.sku());
                write.setString(3, place.warehouse());
                write.executeUpdate();
                return held;
              }
            });
    if (place == Place.DC) {
      book.shift(item.sku(), Place.DC, quantity - before);
    }
  }

  /**
   * A program gets all of it wrong at once: warehouse and first store are mixed up, or each number
   * is. What is true stays true.
   *
   * @return how many rows changed
   */
  public int spoil(Slip slip) {
    return switch (slip.kind()) {
      case RIGHT -> 0;
      case ZERO ->
          database.update(
              "update erp.stock set quantity = 0, updated_at = clock_timestamp() where quantity <> 0");
      case ROUNDED ->
          database.update(
              "update erp.stock set quantity = quantity / ? * ?, updated_at = clock_timestamp()"
                  + " where quantity / ? * ? <> quantity",
              slip.to(),
              slip.to(),
              slip.to(),
              slip.to());
      case SWAPPED ->
          database.update(
              "update erp.stock s set quantity = o.quantity, updated_at = clock_timestamp()"
                  + " from erp.stock o where o.sku = s.sku and s.quantity <> o.quantity"
                  + " and (s.warehouse, o.warehouse) in ((?, ?), (?, ?))",
              Place.DC.warehouse(),
              Place.LEEDS.warehouse(),
              Place.LEEDS.warehouse(),
              Place.DC.warehouse());
    };
  }

  /** All stock, as the tables say. */
  public List<Stock> stock() {
    var all = new ArrayList<Stock>();
    database.query(
        "select sku, warehouse, quantity from erp.stock order by sku, warehouse",
        row -> all.add(new Stock(row.getString(1), row.getString(2), row.getInt(3))));
    return all;
  }

  /** Staged rows that are not booked yet. */
  public int unbooked() {
    var count = new int[1];
    database.query(
        "select count(*) from erp.sales_staging where booked_at is null and error is null",
        row -> count[0] = row.getInt(1));
    return count[0];
  }

  /** Staged rows the ERP could not book. */
  public int refused() {
    var count = new int[1];
    database.query(
        "select count(*) from erp.sales_staging where error is not null",
        row -> count[0] = row.getInt(1));
    return count[0];
  }
}
