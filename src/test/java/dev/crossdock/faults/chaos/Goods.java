package dev.crossdock.faults.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is sold: families of five sizes, and bundles of two parts of their own; and of which of it
 * something is still under way, or nobody may touch it because something is about to go wrong.
 */
final class Goods {
  private static final List<String> SIZES = List.of("S", "M", "L", "XL", "XXL");

  /** A bundle: one of the first part, two of the second. */
  record Kit(String sku, String one, String two) {
    List<String> all() {
      return List.of(sku, one, two);
    }
  }

  private final List<String> singles;
  private final List<Kit> kits;
  private final Map<String, Integer> underWay = new HashMap<>();
  private final Set<String> held = new HashSet<>();
  private final Map<String, Kit> kitOf = new HashMap<>();

  Goods(int families, int kits) {
    this.singles =
        IntStream.range(0, families)
            .boxed()
            .flatMap(n -> SIZES.stream().map(size -> "T%04d-%s".formatted(n, size)))
            .toList();
    this.kits =
        IntStream.range(0, kits)
            .mapToObj(n -> new Kit("K%04d".formatted(n), part(n, "A"), part(n, "B")))
            .toList();
    this.kits.forEach(kit -> kit.all().forEach(sku -> kitOf.put(sku, kit)));
  }

  private static String part(int kit, String name) {
    return "P%04d-%s".formatted(kit, name);
  }

  List<String> singles() {
    return singles;
  }

  List<Kit> kits() {
    return kits;
  }

  /** Everything that can be bought. */
  List<String> all() {
    var all = new ArrayList<>(singles);
    kits.forEach(kit -> all.addAll(kit.all()));
    return all;
  }

  /** What stands on a shelf. */
  List<String> shelved() {
    return all().stream().filter(sku -> !isKit(sku)).toList();
  }

  boolean isKit(String sku) {
    var kit = kitOf.get(sku);
    return kit != null && kit.sku().equals(sku);
  }

  /** It, and whatever changes with it. */
  List<String> together(String sku) {
    var kit = kitOf.get(sku);
    return kit == null ? List.of(sku) : kit.all();
  }

  /** All sizes of the same thing. */
  List<String> family(String sku) {
    var name = sku.substring(0, sku.lastIndexOf('-') + 1);
    return SIZES.stream().map(size -> name + size).toList();
  }

  /** Whether customers may have it. */
  boolean isFree(String sku) {
    return !held.contains(sku);
  }

  void hold(List<String> skus) {
    held.addAll(skus);
  }

  void release(List<String> skus) {
    skus.forEach(held::remove);
  }

  void sent(Set<String> skus) {
    skus.forEach(sku -> together(sku).forEach(s -> underWay.merge(s, 1, Integer::sum)));
  }

  void heard(Set<String> skus) {
    skus.forEach(sku -> together(sku).forEach(s -> underWay.merge(s, -1, Integer::sum)));
  }

  /** Whether something was told of any of them that nobody has heard yet. */
  boolean isUnderWay(List<String> skus) {
    return skus.stream().anyMatch(sku -> underWay.getOrDefault(sku, 0) > 0);
  }
}
