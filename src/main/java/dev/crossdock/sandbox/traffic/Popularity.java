package dev.crossdock.sandbox.traffic;

import dev.crossdock.sandbox.world.Item;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Which item the next customer wants: a few sell all day, most hardly ever (Zipf's law). */
final class Popularity {
  private static final double STEEPNESS = 0.9;

  private final List<Item> items;
  private final double[] upTo;

  Popularity(List<Item> bestFirst) {
    items = bestFirst;
    upTo = new double[items.size()];
    double sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      sum += 1 / Math.pow(i + 1.0, STEEPNESS);
      upTo[i] = sum;
    }
  }

  Item any(Random random) {
    var at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
    return items.get(at < 0 ? Math.min(-at - 1, items.size() - 1) : at);
  }
}
