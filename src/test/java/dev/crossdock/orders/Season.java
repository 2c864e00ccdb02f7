package dev.crossdock.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.orders.Trade.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * What a shop, a marketplace and the tills of two stores say of 2,000 orders: as it happens, and as
 * it is heard on a bad day. The same for the same seed.
 */
final class Season {
  static final int SKUS = 200;
  private static final int SHOP = 1_000;
  private static final int MARKET = 500;
  private static final int TILLS = 500;
  private static final int TIMES = 3;
  private static final int DROPPED = 20;
  private static final Instant OPENS = Instant.parse("2026-06-01T08:00:00Z");

  /**
   * Something that is said.
   *
   * @param canBeLost a webhook, which nobody sends again
   */
  private record Heard(Instant at, Said said, boolean canBeLost) {}

  private final Random random;
  private final List<Heard> all = new ArrayList<>();
  private int lost;

  Season(long seed) {
    random = new Random(seed);
    for (int n = 0; n < SHOP; n++) {
      shop(n);
    }
    for (int n = 0; n < MARKET; n++) {
      market(n);
    }
    tills();
    all.sort(Comparator.comparing(Heard::at));
  }

  private void shop(int n) {
    var life = new ShopLife(random, n, OPENS.plusSeconds(17L * n));
    all.add(new Heard(life.now(), life.webhook(), true));
    for (int steps = random.nextInt(5); steps > 0; steps--) {
      life.happen().forEach(said -> all.add(new Heard(life.now(), said, true)));
    }
    // the next poll finds it, whatever was posted
    all.add(new Heard(life.now().plusSeconds(5), life.asked(), false));
  }

  private void market(int n) {
    var life = new MarketLife(random, n, OPENS.plusSeconds(31L * n));
    all.add(new Heard(life.now(), life.asked(), true));
    for (int steps = random.nextInt(3); steps > 0; steps--) {
      all.add(new Heard(life.now(), life.happen(), true));
    }
    all.add(new Heard(life.now(), life.asked(), false));
  }

  /** Each receipt is an order; a void is none of its own. */
  private void tills() {
    var sales = new ArrayList<JsonNode>();
    var orders = 0;
    for (int n = 1; orders < TILLS; n++) {
      var store = random.nextBoolean() ? "17" : "23";
      var what = random.nextInt(10);
      var slip = Slips.slip(store, n);
      if (what == 0 && !sales.isEmpty()) {
        file(n, Slips.said(Slips.voids(slip, sales.remove(0))));
        continue;
      }
      orders++;
      if (what == 1 && !sales.isEmpty()) {
        // an exchange: what came back was the first thing on the other receipt
        var before = sales.remove(0);
        file(n, Slips.said(sold(bringBack(slip, before))));
      } else if (what == 2 && !sales.isEmpty()) {
        orders--;
        file(n, Slips.said(bringBack(slip, sales.remove(0))));
      } else if (what == 3) {
        file(n, Slips.said(Slips.back(slip, sku(), 1, "7.25")));
      } else if (what < 7) {
        file(n, Slips.row(store, n, 1, "SALE", sku(), 1 + random.nextInt(2), "4.50"));
        file(n, Slips.row(store, n, 2, random.nextBoolean() ? "SALE" : "RETURN", sku(), 1, "9.99"));
      } else {
        var sale = sold(slip);
        sales.add(sale);
        file(n, Slips.said(sale));
      }
    }
  }

  private static JsonNode first(JsonNode slip) {
    return slip.at("/RetailTransaction/LineItem/0/Sale");
  }

  private static ObjectNode bringBack(ObjectNode slip, JsonNode sale) {
    var barcode = first(sale).at("/POSIdentity/POSItemID").asText();
    var price = first(sale).path("RegularSalesUnitPrice").asText();
    return Slips.back(slip, sale, 1, barcode.substring(barcode.length() - 3), 1, price);
  }

  private ObjectNode sold(ObjectNode slip) {
    for (int lines = 1 + random.nextInt(3); lines > 0; lines--) {
      Slips.sold(slip, sku(), 1 + random.nextInt(2), "%d.99".formatted(5 + random.nextInt(40)));
    }
    return slip;
  }

  private String sku() {
    return "%03d".formatted(random.nextInt(SKUS));
  }

  private void file(int n, Said said) {
    all.add(new Heard(OPENS.plusSeconds(60L * n), said, false));
  }

  /** Each thing once, when it happens. */
  List<Said> clean() {
    return all.stream().map(Heard::said).toList();
  }

  /** Three times, in any order, and of the webhooks and polls in between one in twenty never. */
  List<Said> disturbed() {
    var dice = new Random(random.nextLong());
    var heard = new ArrayList<Said>();
    for (var one : all) {
      if (one.canBeLost() && dice.nextInt(DROPPED) == 0) {
        lost++;
      } else {
        heard.addAll(Collections.nCopies(TIMES, one.said()));
      }
    }
    Collections.shuffle(heard, dice);
    return heard;
  }

  int lost() {
    return lost;
  }
}
