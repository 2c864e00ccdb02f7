package dev.crossdock.orders;

import dev.crossdock.kernel.LocationId;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of the times at which a pick-up is due; all of them are the database's. */
@Component
class PickUpTable {
  private static final String LATE =
      """
      update orders_parcels p set late_at = crossdock_now()
      where (p.channel, p.order_id, p.n) in (
        select channel, order_id, n from orders_parcels
        where pick_up and state = 'asked' and due_at <= crossdock_now() and late_at is null
        order by due_at limit ? for update skip locked)
      returning channel, order_id, n, location,
                (select b.name from orders_book b where b.channel = p.channel and b.id = p.order_id), due_at
      """;

  private static final String OVER =
      """
      select channel, order_id, n from orders_parcels
      where pick_up and state = 'ready' and due_at <= crossdock_now() order by due_at limit ?
      """;

  private final JdbcTemplate jdbc;

  PickUpTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** One that somebody must see to. */
  record Late(String channel, String order, int n, LocationId location, String name, String dueAt) {
    String parcel() {
      return "%s:%s:%d".formatted(channel, order, n);
    }
  }

  /** Those that are not ready in time, each once. */
  List<Late> late(int most) {
    return jdbc.query(
        LATE,
        (row, i) ->
            new Late(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                new LocationId(row.getString(4)),
                row.getString(5) == null ? row.getString(2) : row.getString(5),
                row.getTimestamp(6).toInstant().toString()),
        most);
  }

  /** Where one is to be found. */
  record Which(String channel, String order, int n) {}

  /** Those that nobody has fetched in time; whoever ends one holds its order first. */
  List<Which> over(int most) {
    return jdbc.query(
        OVER, (row, i) -> new Which(row.getString(1), row.getString(2), row.getInt(3)), most);
  }

  /** Whether it is over, now that nobody else changes it. */
  boolean expire(Which which) {
    return jdbc.update(
            """
            update orders_parcels set state = 'expired', ended_at = crossdock_now()
            where channel = ? and order_id = ? and n = ? and state = 'ready' and due_at <= crossdock_now()
            """,
            which.channel(),
            which.order(),
            which.n())
        > 0;
  }

  /** From now on its customer may come, for so long. */
  void ready(Parcel parcel, int keptForHours) {
    jdbc.update(
        """
        update orders_parcels
        set state = 'ready', ready_at = crossdock_now(),
            due_at = case when pick_up then crossdock_now() + ? * interval '1 hour' end
        where channel = ? and order_id = ? and n = ?
        """,
        keptForHours,
        parcel.channel(),
        parcel.order(),
        parcel.n());
  }
}
