package dev.crossdock.sandbox.shop;

import dev.crossdock.sandbox.world.Holdings;
import dev.crossdock.sandbox.world.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the shop shows as available, and who hears when it changes. */
public final class ShopStock {
  /** The channel's name. */
  public static final String CHANNEL = "shop";

  /** The one location the shop knows: all our places, pooled. */
  public static final long LOCATION = 655_441_491L;

  private final Holdings holdings;
  private final List<Consumer<Item>> listeners = new ArrayList<>();

  /** The shop's stock. */
  public ShopStock(Holdings holdings) {
    this.holdings = holdings;
  }

  /** Tells someone of each item whose quantity changed. */
  public void onChange(Consumer<Item> listener) {
    listeners.add(listener);
  }

  /** Where the shop keeps an item's quantity. */
  public static Holdings.Slot slot(Item item) {
    return new Holdings.Slot(CHANNEL, item.sku(), Long.toString(LOCATION));
  }

  /** What is available. */
  public int available(Item item) {
    return holdings.quantity(slot(item));
  }

  Holdings holdings() {
    return holdings;
  }

  /** Sells units if there are as many. */
  public boolean sell(Item item, int units) {
    var sold = holdings.take(slot(item), units);
    if (sold) {
      changed(item);
    }
    return sold;
  }

  /** Puts units back on sale. */
  public void restock(Item item, int units) {
    holdings.add(slot(item), units);
    changed(item);
  }

  /** Someone typed a quantity into the shop's admin. */
  public void edit(Item item, int quantity) {
    holdings.set(slot(item), quantity);
    changed(item);
  }

  /** Someone changed a quantity behind the shop's back, and the shop posts nothing of it. */
  public void editUntold(Item item, int quantity) {
    holdings.set(slot(item), quantity);
  }

  void changed(Item item) {
    listeners.forEach(listener -> listener.accept(item));
  }
}
