package dev.crossdock.console;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.LiveFiles;
import dev.crossdock.console.Live.Agreement;
import dev.crossdock.console.Live.ChannelFigures;
import dev.crossdock.console.Live.Lag;
import dev.crossdock.console.Live.MessageAccounts;
import dev.crossdock.console.Live.Owed;
import dev.crossdock.console.Live.StockRow;
import dev.crossdock.console.alerts.AlertsDesk;
import dev.crossdock.console.alerts.AlertsDesk.Alert;
import dev.crossdock.console.divergence.DivergenceDesk;
import dev.crossdock.console.syncs.SyncsDesk;
import dev.crossdock.delivery.Accounts;
import dev.crossdock.delivery.Accounts.Account;
import dev.crossdock.kernel.LocationId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The figures of the running hub, read from its database. */
@Component
class DatabaseLive implements LiveSource {
  private static final Duration OFTEN = Duration.ofMillis(400);
  private static final Duration SELDOM = Duration.ofSeconds(1);
  private static final Duration NOW_AND_THEN = Duration.ofSeconds(5);
  private static final int NEWEST = 8;
  private static final Lag NOTHING = new Lag(null, null, List.of());

  private final Clock clock;
  private final Roster roster;
  private final LiveFiles files;
  private final Paced<Map<String, Account>> accounts;
  private final Paced<Map<String, Owed>> owed;
  private final Paced<Map<String, Lag>> told;
  private final Paced<Map<String, Lag>> heard;
  private final Paced<Double> perSecond;
  private final Paced<Map<String, Agreement>> levels;
  private final Paced<Live.Divergence> divergence;
  private final Paced<List<SyncsDesk.Row>> syncs;
  private final Paced<List<Alert>> alerts;
  private final Paced<Live.Orders> orders;
  private final Paced<List<StockRow>> stock;

  DatabaseLive(
      Clock clock,
      Roster roster,
      LiveFiles files,
      Accounts accounts,
      OwedFigures owed,
      LagFigures lags,
      LevelFigures levels,
      StockTable table,
      OrdersDesk orders,
      DivergenceDesk divergence,
      SyncsDesk syncs,
      AlertsDesk alerts) {
    this.clock = clock;
    this.roster = roster;
    this.files = files;
    this.accounts = new Paced<>(OFTEN, () -> byChannel(accounts.all()));
    this.owed = new Paced<>(OFTEN, owed::now);
    this.told = new Paced<>(SELDOM, lags::told);
    this.heard = new Paced<>(SELDOM, lags::heard);
    this.perSecond = new Paced<>(SELDOM, lags::perSecond);
    this.levels = new Paced<>(SELDOM, () -> levels.now(roster.places()));
    this.divergence = new Paced<>(SELDOM, () -> found(divergence));
    this.syncs = new Paced<>(SELDOM, syncs::all);
    this.alerts = new Paced<>(SELDOM, alerts::open);
    this.orders = new Paced<>(NOW_AND_THEN, orders::figures);
    this.stock = new Paced<>(OFTEN, () -> table.rows(roster.locations(), roster.columns()));
  }

  @Override
  public Live now() {
    return new Live(
        clock.instant(),
        perSecond.get(),
        levels.get().values().stream().reduce(Agreement.NONE, Agreement::plus),
        roster.locations(),
        roster.columns(),
        roster.channels().stream().map(this::figures).toList(),
        orders.get(),
        stock.get(),
        divergence.get(),
        syncs.get(),
        alerts.get().stream().collect(Collectors.groupingBy(Alert::state, Collectors.counting())),
        alerts.get().stream()
            .filter(one -> one.state().equals("open"))
            .map(DatabaseLive::matter)
            .toList(),
        files.problems().stream().map(Object::toString).toList());
  }

  private Live.Divergence found(DivergenceDesk desk) {
    return new Live.Divergence(levels.get(), desk.sorts(), desk.runs(1), desk.newest(NEWEST));
  }

  private static Live.Matter matter(Alert open) {
    return new Live.Matter(
        open.kind(), open.channel(), open.about(), open.sentence(), open.times(), open.since());
  }

  private ChannelFigures figures(Channel channel) {
    return new ChannelFigures(
        channel.id(),
        channel.system(),
        List.copyOf(channel.roles()),
        channel.shows(),
        channel.keeps().stream().map(LocationId::value).toList(),
        books(channel.id()),
        owed.get().getOrDefault(channel.id(), new Owed(0, 0)),
        heard.get().getOrDefault(channel.id(), NOTHING),
        channel.shows() ? told.get().getOrDefault(channel.id(), NOTHING) : null);
  }

  private MessageAccounts books(String channel) {
    var account = accounts.get().get(channel);
    return account == null
        ? new MessageAccounts(0, 0, 0, 0, 0, 0)
        : new MessageAccounts(
            account.received(),
            account.applied(),
            account.duplicate(),
            account.ignored(),
            account.parked(),
            account.inProgress());
  }

  private static Map<String, Account> byChannel(List<Account> all) {
    return all.stream().collect(Collectors.toMap(Account::channel, account -> account));
  }
}
