package dev.crossdock.console;

import static java.util.Objects.requireNonNull;

import dev.crossdock.console.Live.Agreement;
import dev.crossdock.console.Live.ChannelFigures;
import dev.crossdock.console.Live.Column;
import dev.crossdock.console.Live.Lag;
import dev.crossdock.console.Live.Level;
import dev.crossdock.console.Live.MessageAccounts;
import dev.crossdock.console.Live.Owed;
import dev.crossdock.console.Live.Shown;
import dev.crossdock.console.Live.State;
import dev.crossdock.console.Live.StockRow;
import dev.crossdock.console.divergence.FixtureDivergence;
import dev.crossdock.console.syncs.FixtureSyncs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Figures that change each time they are asked for, with something on its way and something amiss.
 */
class FixtureLive implements LiveSource {
  private static final String[][] SKUS = {
    {"TEE-RED-M", "Red tee, M"},
    {"TEE-RED-L", "Red tee, L"},
    {"TEE-NAVY-S", "Navy tee, S"},
    {"HOODIE-GREY-M", "Grey hoodie, M"},
    {"HOODIE-GREY-XL", "Grey hoodie, XL"},
    {"CAP-BLACK", "Black cap"},
    {"SOCK-WOOL-42", "Wool socks, 42"},
    {"MUG-DOCK", "Dock mug"},
    {"TOTE-CANVAS", "Canvas tote"},
    {"BEANIE-ROSE", "Rose beanie"},
    {"JACKET-RAIN-M", "Rain jacket, M"},
    {"SCARF-PLAID", "Plaid scarf"}
  };
  private static final List<Column> COLUMNS =
      List.of(
          new Column("shop", "655441491", "all", true),
          new Column("market", "MFN", "all", true),
          new Column("tills", "17", "leeds", false),
          new Column("tills", "23", "york", false),
          new Column("erp", "DC1", "dc", false),
          new Column("erp", "S017", "leeds", false),
          new Column("erp", "S023", "york", false));

  private final FixtureDivergence divergence = new FixtureDivergence();
  private final FixtureSyncs syncs = new FixtureSyncs();
  private final Random random = new Random(7);
  private final Map<String, int[]> levels = new LinkedHashMap<>();
  private long heard = 4_000;

  FixtureLive() {
    for (var sku : SKUS) {
      levels.put(
          sku[0], new int[] {60 + random.nextInt(90), random.nextInt(40), random.nextInt(30)});
    }
  }

  @Override
  public synchronized Live now() {
    heard += 20 + random.nextInt(12);
    for (int i = 0; i < 3; i++) {
      var level = requireNonNull(levels.get(SKUS[random.nextInt(SKUS.length)][0]));
      int at = random.nextInt(3);
      level[at] = Math.max(0, level[at] - 1 - random.nextInt(2));
    }
    var channelLevels =
        Map.of(
            "shop",
            new Agreement(12, 11, 1, 0),
            "market",
            new Agreement(13, 10, 1, 2),
            "erp",
            new Agreement(36, 35, 0, 1));
    var rows = new ArrayList<StockRow>();
    for (int i = 0; i < SKUS.length; i++) {
      rows.add(row(SKUS[i], i));
    }
    return new Live(
        Instant.now(),
        48 + random.nextInt(7),
        channelLevels.values().stream().reduce(Agreement.NONE, Agreement::plus),
        List.of("dc", "leeds", "york"),
        COLUMNS,
        List.of(
            channel("shop", "shopify", "storefront", true, 0.46, 40, new Owed(2, 84)),
            channel("market", "amazon", "marketplace", true, 0.12, 420, new Owed(7, 1_340)),
            channel("tills", "pos", "pos", false, 0.4, 210, new Owed(0, 0)),
            channel("erp", "erp", "erp", false, 0.02, 620, new Owed(3, 412))),
        new Live.Orders(
            Map.of("open", 41L, "partly-sent", 6L, "sent", 388L, "cancelled", 12L),
            2,
            Map.of("dc", 301L, "leeds", 133L, "york", 12L),
            4,
            3),
        rows,
        new Live.Divergence(
            channelLevels, divergence.sorts(), divergence.runs(1), divergence.newest(8)),
        syncs.all(),
        Map.of("open", 2L, "acknowledged", 1L, "snoozed", 1L),
        List.of(
            new Live.Matter(
                "auth",
                "market",
                "",
                "market refuses our credential (401). Renew it under secrets; everything that is owed waits until then.",
                3,
                Instant.now().minusSeconds(754))),
        List.of());
  }

  private StockRow row(String[] sku, int index) {
    var level = requireNonNull(levels.get(sku[0]));
    int sellable = level[0] + level[1] + level[2];
    var shown = new ArrayList<@Nullable Shown>();
    shown.add(new Shown(sellable, sellable, State.agrees, null));
    shown.add(
        index == 3
            ? new Shown(sellable + 2, sellable, State.lag, null)
            : new Shown(sellable, sellable, State.agrees, null));
    shown.add(new Shown(level[1], level[1], State.agrees, null));
    shown.add(new Shown(level[2], level[2], State.agrees, null));
    shown.add(
        index == 6
            ? new Shown(level[0] + 5, level[0], State.drift, null)
            : new Shown(level[0], level[0], State.agrees, null));
    shown.add(new Shown(level[1], level[1], State.agrees, null));
    shown.add(index == 8 ? null : new Shown(level[2], level[2], State.agrees, null));
    var held = new LinkedHashMap<String, Level>();
    held.put("dc", new Level(level[0], index % 4 == 0 ? 2 : 0));
    held.put("leeds", new Level(level[1], 0));
    held.put("york", new Level(level[2], 0));
    return new StockRow(sku[0], sku[1], held, sellable, shown);
  }

  private ChannelFigures channel(
      String id, String system, String role, boolean shows, double share, int lag, Owed owed) {
    long received = (long) (heard * share);
    long duplicate = received / 50;
    long ignored = received / 200;
    long parked = id.equals("tills") ? 7 : 0;
    long inProgress = random.nextInt(4);
    var trend = new ArrayList<@Nullable Long>();
    for (int i = 0; i < 40; i++) {
      trend.add((long) (lag * (0.7 + random.nextDouble() * 0.6)));
    }
    var figures = new Lag((long) (lag * 0.6), (long) (lag * 1.4), trend);
    return new ChannelFigures(
        id,
        system,
        List.of(role),
        shows,
        id.equals("tills")
            ? List.of("leeds", "york")
            : id.equals("erp") ? List.of("dc") : List.of(),
        new MessageAccounts(
            received,
            received - duplicate - ignored - parked - inProgress,
            duplicate,
            ignored,
            parked,
            inProgress),
        owed,
        figures,
        shows ? figures : null);
  }
}
