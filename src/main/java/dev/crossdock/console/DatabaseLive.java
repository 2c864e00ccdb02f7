package dev.crossdock.console;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.LiveFiles;
import dev.crossdock.console.Live.Agreement;
import dev.crossdock.console.Live.ChannelFigures;
import dev.crossdock.console.Live.Lag;
import dev.crossdock.console.Live.MessageAccounts;
import dev.crossdock.console.Live.Owed;
import dev.crossdock.console.Live.StockRow;
import dev.crossdock.delivery.Accounts;
import dev.crossdock.delivery.Accounts.Account;
import dev.crossdock.delivery.Cases;
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
  private static final Lag NOTHING = new Lag(null, null, List.of());

  private final Clock clock;
  private final Roster roster;
  private final LiveFiles files;
  private final Paced<Map<String, Account>> accounts;
  private final Paced<Map<String, Owed>> owed;
  private final Paced<Map<String, Lag>> told;
  private final Paced<Map<String, Lag>> heard;
  private final Paced<Double> perSecond;
  private final Paced<Agreement> agreement;
  private final Paced<Live.Orders> orders;
  private final Paced<List<StockRow>> stock;
  private final Paced<List<Live.Matter>> cases;

  DatabaseLive(
      Clock clock,
      Roster roster,
      LiveFiles files,
      Accounts accounts,
      OwedFigures owed,
      LagFigures lags,
      StockFigures stock,
      StockTable table,
      OrdersDesk orders,
      Cases cases) {
    this.clock = clock;
    this.roster = roster;
    this.files = files;
    this.accounts = new Paced<>(OFTEN, () -> byChannel(accounts.all()));
    this.owed = new Paced<>(OFTEN, owed::now);
    this.told = new Paced<>(SELDOM, lags::told);
    this.heard = new Paced<>(SELDOM, lags::heard);
    this.perSecond = new Paced<>(SELDOM, lags::perSecond);
    this.agreement = new Paced<>(SELDOM, stock::agreement);
    this.orders = new Paced<>(NOW_AND_THEN, orders::figures);
    this.stock = new Paced<>(OFTEN, () -> table.rows(roster.locations(), roster.columns()));
    this.cases =
        new Paced<>(SELDOM, () -> cases.open().stream().map(DatabaseLive::matter).toList());
  }

  @Override
  public Live now() {
    return new Live(
        clock.instant(),
        perSecond.get(),
        agreement.get(),
        roster.locations(),
        roster.columns(),
        roster.channels().stream().map(this::figures).toList(),
        orders.get(),
        stock.get(),
        cases.get(),
        files.problems().stream().map(Object::toString).toList());
  }

  private static Live.Matter matter(Cases.Case open) {
    return new Live.Matter(
        open.kind(), open.channel(), open.about(), open.sentence(), open.times(), open.openedAt());
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
