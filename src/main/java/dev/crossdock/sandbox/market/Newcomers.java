package dev.crossdock.sandbox.market;

import dev.crossdock.sandbox.world.Item;
import java.util.AbstractList;
import java.util.List;

/**
 * Listings that are put up, or taken down, in front of all others while somebody pages through
 * them: who counts from the first reads some twice, or some never.
 */
final class Newcomers {
  private int many;

  /** After each page of a reading so many more stand in front; fewer than 0 are taken away. */
  synchronized void turned(int perPage) {
    many = perPage == 0 ? 0 : many + perPage;
  }

  /** All listings as they are at this moment. */
  synchronized List<Item> before(List<Item> all) {
    return many < 0 ? all.subList(Math.min(-many, all.size()), all.size()) : behind(many, all);
  }

  private static List<Item> behind(int many, List<Item> all) {
    return new AbstractList<>() {
      @Override
      public Item get(int index) {
        return index < many ? newcomer(many - index) : all.get(index - many);
      }

      @Override
      public int size() {
        return many + all.size();
      }
    };
  }

  private static Item newcomer(int number) {
    return new Item(
        Integer.MAX_VALUE,
        "AAA-%06d".formatted(number),
        "Newcomer",
        "No. %d".formatted(number),
        "",
        "B2%08X".formatted(number),
        "5.00",
        0,
        0,
        0);
  }
}
