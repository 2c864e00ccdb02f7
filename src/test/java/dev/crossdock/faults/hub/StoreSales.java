package dev.crossdock.faults.hub;

import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What a store sold while its line was dead, and what lay on its shelves before. */
final class StoreSales {
  /** So many goods; a fifth of them sell better than the shelf can bear. */
  private static final int SKUS = 40;

  private static final int SCARCE_EVERY = 5;
  private static final int PLENTY = 1_000;
  private static final int SCARCE = 60;
  private static final int HOURS = 6;

  private final List<Sale> sales = new ArrayList<>();
  private final Map<String, Integer> left = new TreeMap<>();

  /**
   * One line of a receipt.
   *
   * @param key known by store, till, business day, sequence and line, however the sale is told
   */
  record Sale(String key, String sku, int units, Instant at) {
    String body() {
      return Json.text(
          Json.mapper()
              .createObjectNode()
              .put("key", key)
              .put("kind", "sale")
              .put("sku", sku)
              .put("location", "leeds")
              .put("quantity", units)
              .put("occurredAt", at.toString()));
    }

    private String row() {
      return "%s,sale,%s,leeds,%d,%s\n".formatted(key, sku, units, at);
    }
  }

  /** Lets the store sell so many times, until now. */
  StoreSales(int count, Random random) {
    skus().forEach(sku -> left.put(sku, opening(sku)));
    var began = Instant.now().minusSeconds(3_600L * HOURS);
    for (int n = 0; n < count; n++) {
      var sku = "T-" + random.nextInt(SKUS);
      int units = 1 + random.nextInt(2);
      var at = began.plusMillis(3_600_000L * HOURS * n / count);
      sales.add(new Sale("till/17/3/%d/1".formatted(n), sku, units, at));
      left.merge(sku, -units, Integer::sum);
    }
  }

  static List<String> skus() {
    return IntStream.range(0, SKUS).mapToObj(n -> "T-" + n).toList();
  }

  /** What lay on the shelf before. */
  static int opening(String sku) {
    return Integer.parseInt(sku.substring(2)) % SCARCE_EVERY == 0 ? SCARCE : PLENTY;
  }

  /** In the order in which they were rung up. */
  List<Sale> all() {
    return sales;
  }

  /** What must be left of each, below nothing where more was sold than was there. */
  Map<String, Integer> left() {
    return left;
  }

  /** How many units were sold that were not there. */
  int missing() {
    return left.values().stream().mapToInt(units -> Math.max(0, -units)).sum();
  }

  /** Drops some as one file, as tills do: written under another name, then renamed. */
  static void drop(Path folder, String name, List<Sale> sales) throws IOException {
    var text = new StringBuilder("key,kind,sku,location,quantity,at\n");
    sales.forEach(sale -> text.append(sale.row()));
    Files.createDirectories(folder);
    var draft = Files.writeString(folder.resolve(name + ".tmp"), text);
    Files.move(draft, folder.resolve(name));
  }
}
