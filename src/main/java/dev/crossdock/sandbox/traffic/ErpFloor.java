package dev.crossdock.sandbox.traffic;

import dev.crossdock.sandbox.erp.Erp;
import dev.crossdock.sandbox.world.Place;
import dev.crossdock.sandbox.world.World;
import java.util.Random;

/** What happens in the warehouse's own books. Each act answers whether it could happen. */
final class ErpFloor {
  private static final int WELL_ABOVE = 50;

  private final World world;
  private final Erp erp;
  private final Popularity popularity;
  private final Random random;

  ErpFloor(World world, Erp erp, Popularity popularity, Random random) {
    this.world = world;
    this.erp = erp;
    this.popularity = popularity;
    this.random = random;
  }

  /** A delivery arrives. */
  boolean receipt() {
    erp.change(popularity.any(random), 12 * (1 + random.nextInt(6)));
    return true;
  }

  /** A clerk puts a small error right. */
  boolean correction() {
    var item = popularity.any(random);
    var units = random.nextBoolean() ? 1 + random.nextInt(3) : -1 - random.nextInt(3);
    if (world.book().level(item.sku(), Place.DC).free() + units < WELL_ABOVE) {
      return false;
    }
    erp.change(item, units);
    return true;
  }
}
