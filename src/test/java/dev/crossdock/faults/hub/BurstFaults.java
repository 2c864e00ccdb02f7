package dev.crossdock.faults.hub;

import dev.crossdock.faults.Fault;
import dev.crossdock.faults.hub.StoreSales.Sale;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store whose line was dead for six hours comes back: its till tells thousands of sales at once,
 * in any order, each twice, and the clerk sends them in a file besides, and that file again. The
 * shop goes on selling the same goods meanwhile.
 */
public final class BurstFaults {
  private static final int SALES = 4_000;
  private static final int SENDERS = 8;
  private static final Duration DRAINED_WITHIN = Duration.ofMinutes(5);
  private static final Duration TAKEN_WITHIN = Duration.ofSeconds(1);

  /** All that the store told, as the inbox knows it. */
  private static final String TOLD =
      "channel = 'till' and (file_id is not null or message_id like 'till/17/%')";

  private static final String FILE = "sales-17.csv";
  private static final String AGAIN = "sales-17-again.csv";

  private BurstFaults() {}

  public static List<Fault> all() {
    return List.of(new Fault("F-63 store offline, then all at once", false, BurstFaults::burst));
  }

  private static void burst(Fault.Run run) throws Exception {
    WholeHubFaults.rig(
        run,
        (rig, server) -> {
          var random = new Random(run.seed());
          var store = new StoreSales(SALES, random);
          rig.world().sells(StoreSales.skus());
          rig.startBroker(WholeHubFaults.FULL);
          rig.startHub(null);
          stock(rig);
          awaitAtMost(Duration.ofSeconds(60), () -> shown(rig));
          var shop = new Shop(rig.world(), rig.door(), StoreSales.skus(), run.seed());
          var began = System.nanoTime();
          try {
            tell(rig, store, random);
            var drained = awaitAtMost(DRAINED_WITHIN, () -> drained(rig));
            run.demand(drained, "5 minutes after the burst something of it was still to be done");
          } finally {
            shop.stop();
          }
          var took = Duration.ofNanos(System.nanoTime() - began);
          run.injected();
          expect(rig, store, shop);
          judge(run, rig, store, shop, took);
        });
  }

  /** What lies in the store, and some in the warehouse. */
  private static void stock(HubRig rig) throws InterruptedException {
    for (var sku : StoreSales.skus()) {
      for (var location : List.of("leeds", "dc")) {
        var key = "opening/%s/%s".formatted(sku, location);
        var body =
            Json.mapper()
                .createObjectNode()
                .put("key", key)
                .put("kind", "receipt")
                .put("sku", sku)
                .put("location", location)
                .put("quantity", StoreSales.opening(sku))
                .put("occurredAt", Instant.now().minus(Duration.ofDays(1)).toString());
        post(rig, key, Json.text(body), key);
      }
    }
  }

  private static void post(HubRig rig, String id, String body, String key)
      throws InterruptedException {
    while (!rig.door().tell("till", "sales", id, body)) {
      Thread.sleep(20);
    }
    rig.world().evidence().acknowledged("till", id, List.of(key));
  }

  /** Every sale twice from many hands at once, and all of them as files. */
  private static void tell(HubRig rig, StoreSales store, Random random) throws Exception {
    var posts = new ArrayList<>(store.all());
    posts.addAll(store.all());
    Collections.shuffle(posts, random);
    var waiting = new ConcurrentLinkedQueue<>(posts);
    var number = new AtomicInteger();
    var hands = Executors.newFixedThreadPool(SENDERS);
    try {
      var sending =
          Collections.nCopies(SENDERS, (Callable<Boolean>) () -> send(rig, waiting, number));
      var sent = sending.stream().map(hands::submit).toList();
      dropFiles(rig, store, random);
      for (var each : sent) {
        each.get();
      }
    } finally {
      hands.shutdownNow();
    }
  }

  /** A repeat comes under the name of the first, or under a new one. */
  private static boolean send(HubRig rig, ConcurrentLinkedQueue<Sale> posts, AtomicInteger number)
      throws InterruptedException {
    for (var sale = posts.poll(); sale != null; sale = posts.poll()) {
      int n = number.incrementAndGet();
      var name = n % 2 == 0 ? sale.key() : sale.key() + "#" + n;
      post(rig, name, sale.body(), sale.key());
    }
    return true;
  }

  /** The same content under two names, and once more under the first. */
  private static void dropFiles(HubRig rig, StoreSales store, Random random) throws Exception {
    var rows = new ArrayList<>(store.all());
    Collections.shuffle(rows, random);
    StoreSales.drop(rig.drops(), FILE, rows);
    StoreSales.drop(rig.drops(), AGAIN, rows);
    awaitAtMost(DRAINED_WITHIN, () -> archived(rig) == 2);
    StoreSales.drop(rig.drops(), FILE, rows);
    awaitAtMost(DRAINED_WITHIN, () -> archived(rig) == 3);
    for (int n = 0; n < rows.size(); n++) {
      for (var name : List.of(FILE, AGAIN)) {
        var line = name + "#" + (n + 2);
        rig.world().evidence().acknowledged("till", line, List.of(rows.get(n).key()));
      }
    }
  }

  private static long archived(HubRig rig) throws IOException {
    var done = rig.drops().resolve("done");
    if (!Files.isDirectory(done)) {
      return 0;
    }
    try (var files = Files.walk(done)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  /** The shop has something to sell of each. */
  private static boolean shown(HubRig rig) {
    return count(
            rig,
            "select count(*) from delivery_targets where sku like 'T-%' and confirmed_version > 0")
        == 2L * StoreSales.skus().size();
  }

  /** Nothing that the store told is in progress, and the channels show what follows from it. */
  private static boolean drained(HubRig rig) {
    return count(
            rig,
            """
            with told as (select * from delivery_inbox where %s)
            select (select count(*) from told where state in ('received', 'relayed', 'held'))
                 + (select greatest(0, %d - count(*)) from inventory_movements where key like 'till/17/%%')
                 + (select count(*) from delivery_targets where sku like 'T-%%' and version <> confirmed_version
                    and owed_at <= (select max(closed_at) from told))
            """
                .formatted(TOLD, SALES))
        == 0;
  }

  /** The store's and the shop's own sums. */
  private static void expect(HubRig rig, StoreSales store, Shop shop) {
    var evidence = rig.world().evidence();
    store
        .left()
        .forEach(
            (sku, left) -> {
              evidence.expects(sku, "leeds", left, 0);
              evidence.expects(sku, "dc", StoreSales.opening(sku), shop.sold(sku));
            });
  }

  private static void judge(Fault.Run run, HubRig rig, StoreSales store, Shop shop, Duration took) {
    run.messages(4L * SALES + shop.messages());
    var p99 = shop.p99();
    run.demand(
        p99.compareTo(TAKEN_WITHIN) < 0,
        "of 100 of the shop's messages one waited longer than " + p99);
    run.demand(shop.messages() > 100, "the shop sent only " + shop.messages());
    var news =
        count(rig, "select count(*) from delivery_inbox where state = 'applied' and " + TOLD);
    run.demand(news == SALES, "of what the store told %d were news".formatted(news));
    var noted =
        count(
            rig,
            "select coalesce(sum(quantity), 0) from inventory_shortages"
                + " where sku like 'T-%' and location = 'leeds'");
    run.demand(
        noted == store.missing(),
        "%d units were sold that were not there, and %d are written down as missing"
            .formatted(store.missing(), noted));
    run.remark(
        "drained in %d s; %d webhooks of the shop beside it, p99 %d ms; %d units short, all written down"
            .formatted(took.toSeconds(), shop.messages(), p99.toMillis(), noted));
  }

  private static long count(HubRig rig, String sql) {
    var count = rig.world().sql().queryForObject(sql, Long.class);
    return count == null ? -1 : count;
  }

  private static boolean awaitAtMost(Duration most, Callable<Boolean> done) throws Exception {
    var until = System.nanoTime() + most.toNanos();
    while (!done.call()) {
      if (System.nanoTime() > until) {
        return false;
      }
      Thread.sleep(100);
    }
    return true;
  }
}
