package dev.crossdock.orders;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of what systems tell us of parcels that were sent. */
@Component
class ShipmentTable {
  private final JdbcTemplate jdbc;

  ShipmentTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A parcel that was sent.
   *
   * @param shipment as which shipment of which teller it was told; null while only its location
   *     said so
   */
  record Sent(int n, @Nullable String tracking, @Nullable String shipment) {}

  /** Those of an order, in the order of their numbers. */
  List<Sent> sent(String channel, String order) {
    return jdbc.query(
        """
        select n, tracking, shipment from orders_parcels
        where channel = ? and order_id = ? and state = 'sent' order by n
        """,
        (row, i) -> new Sent(row.getInt(1), row.getString(2), row.getString(3)),
        channel,
        order);
  }

  /** Notes as which shipment a parcel was told. */
  void told(Parcel parcel, String shipment) {
    jdbc.update(
        "update orders_parcels set shipment = ? where channel = ? and order_id = ? and n = ?",
        shipment,
        parcel.channel(),
        parcel.order(),
        parcel.n());
  }
}
