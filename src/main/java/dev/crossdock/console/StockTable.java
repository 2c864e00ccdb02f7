package dev.crossdock.console;

import dev.crossdock.connectors.Channel;
import dev.crossdock.console.Live.Column;
import dev.crossdock.console.Live.Level;
import dev.crossdock.console.Live.Shown;
import dev.crossdock.console.Live.State;
import dev.crossdock.console.Live.StockRow;
import dev.crossdock.console.StockFigures.At;
import dev.crossdock.console.StockFigures.Held;
import dev.crossdock.kernel.LocationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The busiest SKUs, row by row; the rows are chosen anew only now and then, so that one can read.
 */
@Component
class StockTable {
  private static final int ROWS = 12;

  private final StockFigures figures;
  private final Roster roster;
  private final Paced<List<String>> busiest;

  StockTable(StockFigures figures, Roster roster) {
    this.figures = figures;
    this.roster = roster;
    this.busiest = new Paced<>(Duration.ofSeconds(20), () -> figures.busiest(ROWS));
  }

  List<StockRow> rows(List<String> locations, List<Column> columns) {
    var skus = busiest.get();
    var held = figures.held(skus);
    var shown = figures.shown(skus);
    var kept = figures.kept(skus);
    var found = figures.found(skus);
    var words = figures.descriptions(skus);
    var channels = roster.channels();
    var rows = new ArrayList<StockRow>();
    for (var sku : skus) {
      var cells = new ArrayList<@Nullable Shown>();
      for (var column : columns) {
        var channel = channels.stream().filter(c -> c.id().equals(column.channel())).findFirst();
        cells.add(channel.map(c -> cell(c, column, sku, held, shown, kept, found)).orElse(null));
      }
      rows.add(
          new StockRow(
              sku,
              words.get(sku),
              levels(sku, locations, held),
              held.sellable().getOrDefault(sku, 0),
              cells));
    }
    return rows;
  }

  private static Map<String, Level> levels(String sku, List<String> locations, Held held) {
    var levels = new LinkedHashMap<String, Level>();
    for (var location : locations) {
      var level = held.levels().get(new At(sku, location));
      if (level != null) {
        levels.put(location, level);
      }
    }
    return levels;
  }

  private static @Nullable Shown cell(
      Channel channel,
      Column column,
      String sku,
      Held held,
      Map<At, Shown> shown,
      Map<At, Shown> kept,
      Map<At, Shown> found) {
    var at = new At(sku, column.channel() + "/" + column.slot());
    var told = found.getOrDefault(at, shown.get(at));
    if (told != null) {
      return told;
    }
    var location = Roster.only(channel, column.slot());
    return location
        .map(ours -> kept.get(new At(sku, column.channel() + "/" + ours)))
        .or(
            () ->
                location.flatMap(
                    ours -> spoken(channel, ours, held.levels().get(new At(sku, ours)))))
        .orElse(null);
  }

  /**
   * A keeper that only speaks, as tills do, holds what it told us: there is nothing else to ask.
   */
  private static Optional<Shown> spoken(Channel channel, String location, @Nullable Level level) {
    return level != null && !channel.books() && channel.keeps().contains(new LocationId(location))
        ? Optional.of(new Shown(level.onHand(), level.onHand(), State.agrees, null))
        : Optional.empty();
  }
}
