package dev.crossdock.faults.core;

import dev.crossdock.faults.Fault;
import dev.crossdock.platform.TestDatabase;
import dev.crossdock.platform.database.Roles;
import java.util.List;
import java.util.concurrent.Executors;

/** What systems hold is read and put right while the same few goods are sold from many hands. */
public final class ReconcileFaults {
  private static final int MESSAGES = 20_000;
  private static final int LOOK_EVERY_MILLIS = 3_000;

  private ReconcileFaults() {}

  public static List<Fault> all() {
    return List.of(new Fault("F-70 counted while it is sold", false, ReconcileFaults::counted));
  }

  private static void counted(Fault.Run run) throws Exception {
    var database = new TestDatabase();
    var app = database.login(Roles.APP);
    try (var rig = new CoreRig(app, database.owner(), run.folder(), run.seed(), 100)) {
      rig.warmUp();
      rig.sells(HotGoods.skus());
      var life = rig.start(null);
      var goods = new HotGoods(rig, new Door(life.port(), "keep"), run.times(MESSAGES), run.seed());
      sell(run, rig, goods);
      run.injected(goods.levels());
      run.found(rig.after());
      run.messages(rig.acknowledged() + goods.taken());
      shown(run, rig, goods);
      Integer deadlocks =
          rig.sql()
              .queryForObject(
                  "select deadlocks from pg_stat_database where datname = current_database()",
                  Integer.class);
      run.demand(deadlocks != null && deadlocks == 0, "deadlocks: " + deadlocks);
    } finally {
      database.afterAll();
    }
  }

  /** Looks again and again whether anything is wrong meanwhile. */
  private static void sell(Fault.Run run, CoreRig rig, HotGoods goods) throws Exception {
    var executor = Executors.newSingleThreadExecutor();
    try {
      var selling =
          executor.submit(
              () -> {
                goods.run();
                return true;
              });
      while (!selling.isDone()) {
        Thread.sleep(LOOK_EVERY_MILLIS);
        run.found(rig.during());
      }
      selling.get();
    } finally {
      executor.shutdownNow();
    }
  }

  /** The channels' own shelves against the senders' own sums; the hub is not asked. */
  private static void shown(Fault.Run run, CoreRig rig, HotGoods goods) {
    for (var sku : HotGoods.skus()) {
      same(
          run,
          sku + " at the shop",
          goods.atTheShop(sku),
          rig.channels().shows("webshop", sku, "W1"));
      same(
          run,
          sku + " at the marketplace",
          goods.atTheMarketplace(sku),
          rig.channels().shows("bazaar", sku, "B1"));
    }
  }

  private static void same(Fault.Run run, String what, int must, int is) {
    run.demand(must == is, "%s: expected %d, found %d".formatted(what, must, is));
  }
}
