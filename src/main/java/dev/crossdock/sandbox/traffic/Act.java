package dev.crossdock.sandbox.traffic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can happen, and how often of a hundred times. */
enum Act {
  SHOP_ORDER(28),
  SHOP_PICK_UP(2),
  SHOP_CANCEL(3),
  SHOP_FULFIL(12),
  SHOP_REFUND(3),
  SHOP_PRODUCT(0.4),
  TILL_SALE(28),
  TILL_RETURN(3),
  TILL_COUNT(1.5),
  MARKET_ORDER(11),
  MARKET_CANCEL(1.5),
  MARKET_SHIP(5),
  ERP_RECEIPT(2),
  ERP_CORRECTION(0.8),
  PLANT(0.2);

  private final double weight;

  Act(double weight) {
    this.weight = weight;
  }

  double weight() {
    return weight;
  }

  /** The name in a mix, as in {@code shopOrder}. */
  String word() {
    var words = name().toLowerCase(Locale.ROOT);
    var gap = words.indexOf('_');
    return gap < 0
        ? words
        : words.substring(0, gap)
            + Character.toUpperCase(words.charAt(gap + 1))
            + words.substring(gap + 2);
  }

  /** All names. */
  static List<String> words() {
    return Arrays.stream(values()).map(Act::word).toList();
  }

  static Optional<Act> of(String word) {
    return Arrays.stream(values()).filter(act -> act.word().equals(word)).findFirst();
  }
}
