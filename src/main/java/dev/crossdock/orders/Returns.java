package dev.crossdock.orders;

import dev.crossdock.inventory.StockLedger;
import dev.crossdock.inventory.StockLedger.PutBack;
import dev.crossdock.kernel.BusinessKey;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Sku;
import dev.crossdock.orders.Return.Request;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes goods back wherever they are brought, puts them on the shelf there, and has them paid back
 * where they were paid for.
 */
@Service
public class Returns {
  private final OrderTable orders;
  private final ReturnTable table;
  private final StockLedger stock;
  private final PayBacks payBacks;
  private final Clock clock;
  private final TransactionTemplate transaction;

  Returns(
      OrderTable orders,
      ReturnTable table,
      StockLedger stock,
      PayBacks payBacks,
      Clock clock,
      TransactionTemplate transaction) {
    this.orders = orders;
    this.table = table;
    this.stock = stock;
    this.payBacks = payBacks;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * Takes goods back; of a repeated key, says what was decided then.
   *
   * @throws HubException {@code ORD-020} when there is no such order or it is on hold, {@code
   *     ORD-021} to {@code ORD-024} when that cannot come back, {@code ORD-039} when it comes to
   *     less than a coin; nothing has happened then
   */
  public Return take(Request request) {
    return Objects.requireNonNull(transaction.execute(status -> decide(request)));
  }

  private Return decide(Request request) {
    var kept =
        orders.lock(request.channel(), new TreeSet<>(Set.of(request.order()))).get(request.order());
    var before = table.find(request.by(), request.key());
    if (before.isPresent()) {
      return same(before.get(), request);
    }
    var order = standing(request, kept);
    var accepted = accept(request, order);
    table.add(accepted, request);
    putBack(request, order);
    payBacks.owe(accepted, order);
    return accepted;
  }

  private static Return same(ReturnTable.Taken taken, Request request) {
    var before = taken.accepted();
    if (!before.channel().equals(request.channel())
        || !before.order().equals(request.order())
        || !before.lines().equals(request.lines())
        || !taken.at().equals(request.at())
        || !isSame(taken.instead(), request.instead())) {
      throw new HubException(
          new Failure.Data(
              "ORD-024",
              "the key '%s' was used for another return before, of order %s of %s. Use a new one for each."
                  .formatted(request.key(), before.order(), before.channel())));
    }
    return before;
  }

  /** Of returns that were taken before anybody wrote it down, nobody knows. */
  private static boolean isSame(@Nullable List<Return.Instead> before, List<Return.Instead> now) {
    return before == null
        || before.stream()
            .map(Return.Instead::plain)
            .toList()
            .equals(now.stream().map(Return.Instead::plain).toList());
  }

  private static Order standing(Request request, OrderTable.@Nullable Kept kept) {
    if (kept == null || !kept.folded().order().isWhole() || kept.onHold()) {
      throw new HubException(
          new Failure.Data(
              "ORD-020",
              "order %s of %s %s. Nothing was taken back: find it by another number, or settle it first."
                  .formatted(
                      request.order(),
                      request.channel(),
                      kept == null
                          ? "is not known"
                          : kept.onHold() ? "is on hold" : "has not come yet, only a part of it")));
    }
    return kept.folded().order();
  }

  private Return accept(Request request, Order order) {
    var refundable = new Refundable(order, table.of(request.channel(), request.order()));
    var worth = BigDecimal.ZERO;
    for (var line : request.lines()) {
      worth = worth.add(refundable.take(line.line(), line.quantity()));
    }
    var currency = Objects.requireNonNull(order.money()).currency();
    var net = Amounts.inCoins(worth.subtract(request.price()), currency);
    refundable.pay(net.max(BigDecimal.ZERO));
    return new Return(
        request.by(),
        request.key(),
        request.channel(),
        request.order(),
        request.lines(),
        net.max(BigDecimal.ZERO),
        net.negate().max(BigDecimal.ZERO),
        currency);
  }

  private void putBack(Request request, Order order) {
    var goods = new ArrayList<PutBack>();
    for (int n = 0; n < request.lines().size(); n++) {
      var line = request.lines().get(n);
      var sku = sku(order, line.line());
      if (line.restock() && sku != null) {
        var key = new BusinessKey("%s/return/%s/line/%d".formatted(request.by(), request.key(), n));
        goods.add(new PutBack(key, new Sku(sku), request.at(), line.quantity(), clock.instant()));
      }
    }
    stock.putBack(request.by(), goods);
  }

  private static @Nullable String sku(Order order, String line) {
    return order.lines().stream()
        .filter(one -> one.id().equals(line))
        .findFirst()
        .map(Order.Line::sku)
        .orElse(null);
  }
}
