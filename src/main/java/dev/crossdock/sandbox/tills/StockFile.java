package dev.crossdock.sandbox.tills;

import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sandbox.world.Place;
import dev.crossdock.sandbox.world.World;
import java.util.Arrays;
import java.util.stream.Stream;

/** What every store has of every article, as the tills' head office prints it. */
final class StockFile {
  private StockFile() {}

  /** The header, then a line for each store and article. */
  static Stream<String> lines(World world) {
    var lines =
        Arrays.stream(Place.values())
            .filter(Place::isStore)
            .flatMap(
                store -> world.catalogue().all().stream().map(item -> line(world, store, item)));
    return Stream.concat(Stream.of("store,barcode,article,on_hand"), lines);
  }

  private static int onHand(World world, Place store, Item item) {
    return world.book().level(item.sku(), store).onHand();
  }

  private static Place other(Place store) {
    return store == Place.LEEDS ? Place.YORK : Place.LEEDS;
  }

  private static String line(World world, Place store, Item item) {
    return "%s,%s,\"%s\",%d"
        .formatted(
            store.store(),
            item.ean(),
            item.title().replace("\"", "\"\""),
            world
                .slips()
                .of(Tills.CHANNEL)
                .of(onHand(world, store, item), () -> onHand(world, other(store), item)));
  }
}
