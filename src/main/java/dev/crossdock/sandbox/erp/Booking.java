package dev.crossdock.sandbox.erp;

import dev.crossdock.sandbox.wire.WireServer;
import dev.crossdock.sandbox.world.Calls;
import dev.crossdock.sandbox.world.Database;
import dev.crossdock.sandbox.world.Faults;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ERP's job that books what others staged: twice a second, all or nothing. */
public final class Booking implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Booking.class);
  private static final int PERIOD_MILLIS = 500;

  private static final String REFUSE =
      """
      update erp.sales_staging staged
         set error = case when exists (select 1 from erp.items i where i.sku = staged.sku)
                          then 'unknown warehouse' else 'unknown sku' end
       where booked_at is null and error is null
         and not exists (select 1 from erp.stock s
                          where s.sku = staged.sku and s.warehouse = staged.warehouse)
      """;

  private static final String BOOK =
      """
      with booked as (
        update erp.sales_staging
           set booked_at = clock_timestamp()
         where reference in (select s.reference from erp.sales_staging s
                              where s.booked_at is null and s.error is null
                                and s.staged_at <= clock_timestamp() - make_interval(secs => ?)
                                and exists (select 1 from erp.stock
                                             where stock.sku = s.sku and stock.warehouse = s.warehouse)
                              order by s.staged_at
                              limit 5000
                                for update of s skip locked)
        returning sku, warehouse, quantity_change, staged_at),
      sums as (select sku, warehouse, sum(quantity_change) as change
                 from booked group by sku, warehouse),
      moved as (
        update erp.stock
           set quantity = stock.quantity + sums.change, updated_at = clock_timestamp()
          from sums
         where stock.sku = sums.sku and stock.warehouse = sums.warehouse
        returning 1)
      select count(distinct staged_at) from booked
      """;

  private final Database database;
  private final Faults faults;
  private final Calls calls;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(WireServer.daemon("booking"));

  /** Begins to book. */
  public Booking(Database database, Faults faults, Calls calls) {
    this.database = database;
    this.faults = faults;
    this.calls = calls;
    var unused =
        timer.scheduleWithFixedDelay(
            this::bookQuietly, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Books what is staged. */
  public void book() {
    var transactions = database.inTransaction(this::book);
    for (long i = 0; i < transactions; i++) {
      calls.served(Erp.CHANNEL, "staged");
    }
  }

  private long book(Connection connection) throws SQLException {
    try (var refuse = connection.prepareStatement(REFUSE);
        var book = connection.prepareStatement(BOOK)) {
      refuse.executeUpdate();
      book.setDouble(1, faults.of(Erp.CHANNEL).lateSeconds());
      try (var rows = book.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  private void bookQuietly() {
    try {
      book();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("nothing booked this time");
    }
  }

  @Override
  public void close() {
    WireServer.end(timer);
  }
}
