package dev.crossdock.sandbox.world;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The goods: two hundred of them, the same for the same seed; and as many more as one likes, which
 * nobody buys, to make a catalogue large. Those are never held: each is made when it is asked for.
 */
public final class Catalogue {
  private static final Map<String, String> PRODUCTS = products();
  private static final List<String> COLOURS =
      List.of("RED", "BLU", "BLK", "GRN", "NVY", "GRY", "WHT", "OAT");
  private static final Map<String, String> COLOUR_NAMES =
      Map.of(
          "RED", "Red", "BLU", "Blue", "BLK", "Black", "GRN", "Green", "NVY", "Navy", "GRY", "Grey",
          "WHT", "White", "OAT", "Oat");
  private static final List<String> SIZES = List.of("XS", "S", "M", "L", "XL");

  /** Above 2^40, as real ids are; a hub that squeezes them into an int breaks here. */
  private static final long IDS = 44_100_000_000_000L;

  /** Where the others begin, behind the two hundred. */
  private static final long MORE_ITEMS = IDS + 3_000_000_000L;

  private static final long MORE_VARIANTS = IDS + 100_000_000_000L;
  private static final long APART = 32_768L;
  private static final String MORE = "GOOD-";

  private final List<Item> items;
  private final List<Item> byId;
  private volatile int more;
  private final Map<String, Item> bySku = new HashMap<>();
  private final Map<Long, Item> byVariant = new HashMap<>();
  private final Map<Long, Item> byInventoryItem = new HashMap<>();

  /** Makes the goods of a seed. */
  public Catalogue(long seed) {
    items = List.copyOf(make(new Random(seed)));
    byId = items.stream().sorted(Comparator.comparingLong(Item::inventoryItemId)).toList();
    for (var item : items) {
      bySku.put(item.sku(), item);
      byVariant.put(item.variantId(), item);
      byInventoryItem.put(item.inventoryItemId(), item);
    }
  }

  /** The goods that are bought, best sellers first. */
  public List<Item> items() {
    return items;
  }

  /** From now on there are so many goods beside those that are bought. */
  public void more(int count) {
    more = count;
  }

  /** How many there are beside those that are bought. */
  public int more() {
    return more;
  }

  /** All goods, in the order of the shop's ids for them. */
  public List<Item> all() {
    var count = items.size() + more;
    return new AbstractList<>() {
      @Override
      public Item get(int index) {
        return index < byId.size() ? byId.get(index) : extra(index - byId.size());
      }

      @Override
      public int size() {
        return count;
      }
    };
  }

  /** How many of an item everybody holds before anything happened; of what is bought, none. */
  public Optional<Integer> opening(String sku) {
    return extra(sku).map(Catalogue::opening);
  }

  private static int opening(int number) {
    return (int) (number * 7_919L % 97);
  }

  private Optional<Integer> extra(String sku) {
    if (more == 0 || !sku.startsWith(MORE)) {
      return Optional.empty();
    }
    try {
      return number(Integer.parseInt(sku.substring(MORE.length())));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private Optional<Integer> number(long number) {
    return number >= 0 && number < more ? Optional.of((int) number) : Optional.empty();
  }

  private static Item extra(int number) {
    return new Item(
        Integer.MAX_VALUE,
        MORE + "%07d".formatted(number),
        "Sundry",
        "No. %d".formatted(number),
        ean(600_100_000_000L + number),
        "B1%08X".formatted(number),
        "5.00",
        MORE_ITEMS - 1,
        MORE_VARIANTS + number * APART + 17,
        MORE_ITEMS + number * APART + 29);
  }

  /** One item. */
  public Optional<Item> bySku(String sku) {
    return Optional.ofNullable(bySku.get(sku)).or(() -> extra(sku).map(Catalogue::extra));
  }

  /** One item, by the shop's variant id. */
  public Optional<Item> byVariant(long id) {
    return Optional.ofNullable(byVariant.get(id))
        .or(() -> number((id - MORE_VARIANTS) / APART).map(Catalogue::extra))
        .filter(item -> item.variantId() == id);
  }

  /** One item, by the shop's inventory item id. */
  public Optional<Item> byInventoryItem(long id) {
    return Optional.ofNullable(byInventoryItem.get(id))
        .or(() -> number((id - MORE_ITEMS) / APART).map(Catalogue::extra))
        .filter(item -> item.inventoryItemId() == id);
  }

  private static List<Item> make(Random random) {
    var drafts = new ArrayList<String[]>();
    for (var product : PRODUCTS.keySet()) {
      var first = random.nextInt(COLOURS.size());
      for (int c = 0; c < 2; c++) {
        var colour = COLOURS.get((first + c * 3) % COLOURS.size());
        for (var size : SIZES) {
          drafts.add(new String[] {product, colour, size});
        }
      }
    }
    var ranks = new ArrayList<Integer>();
    for (int i = 0; i < drafts.size(); i++) {
      ranks.add(i);
    }
    Collections.shuffle(ranks, random);
    var made = new ArrayList<Item>();
    var codes = new ArrayList<>(PRODUCTS.keySet());
    for (int rank = 0; rank < ranks.size(); rank++) {
      int number = ranks.get(rank);
      made.add(item(rank, number, codes, drafts.get(number), random));
    }
    return made;
  }

  private static Item item(
      int rank, int number, List<String> codes, String[] draft, Random random) {
    var product = codes.indexOf(draft[0]);
    return new Item(
        rank,
        draft[0] + "-" + draft[1] + "-" + draft[2],
        PRODUCTS.getOrDefault(draft[0], draft[0]),
        COLOUR_NAMES.getOrDefault(draft[1], draft[1]) + " / " + draft[2],
        ean(500_100_000_000L + number * 137L + random.nextInt(100)),
        "B0%08X".formatted(0xC0DE000 + number * 4099),
        "%d.%s".formatted(9 + product * 3, product % 2 == 0 ? "00" : "50"),
        IDS + 7_000_000_000L + product * 32_768L,
        IDS + number * 32_768L + 17,
        IDS + 2_000_000_000L + number * 32_768L + 29);
  }

  /** Twelve digits and the check digit that makes them a barcode. */
  static String ean(long twelve) {
    var digits = "%012d".formatted(twelve);
    int sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
    }
    return digits + (10 - sum % 10) % 10;
  }

  private static Map<String, String> products() {
    var products = new LinkedHashMap<String, String>();
    products.put("TEE", "Organic T-shirt");
    products.put("POLO", "Piqué Polo");
    products.put("HOOD", "Heavy Hoodie");
    products.put("SWEAT", "Loopback Sweatshirt");
    products.put("SHIRT", "Oxford Shirt");
    products.put("LINEN", "Linen Shirt");
    products.put("CHINO", "Garment-dyed Chino");
    products.put("JEAN", "Selvedge Jean");
    products.put("SHORT", "Drawstring Short");
    products.put("SKIRT", "Wrap Skirt");
    products.put("DRESS", "Shirt Dress");
    products.put("KNIT", "Lambswool Jumper");
    products.put("CARDI", "Shawl Cardigan");
    products.put("GILET", "Quilted Gilet");
    products.put("PARKA", "Waxed Parka");
    products.put("MAC", "Cotton Mac");
    products.put("PEA", "Wool Pea Coat");
    products.put("SOCK", "Boot Sock");
    products.put("BEANIE", "Ribbed Beanie");
    products.put("GLOVE", "Leather Glove");
    return products;
  }
}
