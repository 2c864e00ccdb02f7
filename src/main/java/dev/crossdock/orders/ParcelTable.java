package dev.crossdock.orders;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.orders.Parcel.State;
import dev.crossdock.orders.Parcel.Tracking;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of parcels, and of orders that wait to be parted into them. */
@Component
class ParcelTable {
  private static final TypeReference<List<Parcel.Line>> LINES = new TypeReference<>() {};
  private static final TypeReference<List<String>> WORDS = new TypeReference<>() {};

  private static final String SELECT =
      """
      select channel, order_id, n, location, taken_at, state, lines::text, because::text, pick_up, due_at, asked_at
      from orders_parcels where\s""";

  private static final String NEXT =
      """
      select channel, id from orders_to_source where not_before <= crossdock_now() order by not_before limit 1
      """;

  /** Of all that were ever sent, so that a second telling of the channel finds them too. */
  private static final String ELSEWHERE =
      """
      select l.line, sum(case when p.location = p.taken_at then 0 else l.quantity end)::integer
      from orders_parcels p, jsonb_to_recordset(p.lines) as l (line text, quantity integer)
      where p.channel = ? and p.order_id = ? and p.state = 'sent' group by l.line
      """;

  private static final String ASKED =
      """
      select l.sku, sum(l.quantity)::integer
      from orders_parcels p, jsonb_to_recordset(p.lines) as l (sku text, quantity integer)
      where p.state in ('asked', 'ready') and p.location = ? and l.sku = any(?) group by l.sku
      """;

  private final JdbcTemplate jdbc;

  ParcelTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** An order by its channel's id. */
  record Which(String channel, String id) {}

  /** Has orders looked at soon. */
  void lookAt(String channel, Collection<String> orders) {
    jdbc.update(
        """
        insert into orders_to_source (channel, id) select ?, id from unnest(?::text[]) as v (id) order by id
        on conflict (channel, id) do update set not_before = excluded.not_before
        """,
        channel,
        orders.toArray(String[]::new));
  }

  void lookAgain(Which which, long afterMillis) {
    jdbc.update(
        """
        insert into orders_to_source (channel, id, not_before)
        values (?, ?, crossdock_now() + ? * interval '1 millisecond')
        on conflict (channel, id) do update set not_before = excluded.not_before
        """,
        which.channel(),
        which.id(),
        afterMillis);
  }

  /** One that is due; another hub may have it in hand. */
  Optional<Which> next() {
    return jdbc.query(NEXT, (row, i) -> new Which(row.getString(1), row.getString(2))).stream()
        .findFirst();
  }

  /** Takes it out of the line, once its order is locked; false when another hub was first. */
  boolean take(Which which) {
    return jdbc.update(
            "delete from orders_to_source where channel = ? and id = ?",
            which.channel(),
            which.id())
        > 0;
  }

  /** All of an order, whatever became of them. */
  List<Parcel> of(String channel, String order) {
    return jdbc.query(
        SELECT + "channel = ? and order_id = ? order by n", ParcelTable::parcel, channel, order);
  }

  /** What a location still has to do, the oldest first. */
  List<Parcel> openAt(LocationId location) {
    return jdbc.query(
        SELECT + "location = ? and state in ('asked', 'ready') order by asked_at limit 500",
        ParcelTable::parcel,
        location.value());
  }

  /**
   * Asks for one.
   *
   * @param hours within which it should be done; null when nobody said
   */
  void add(Parcel parcel, @Nullable Integer hours) {
    jdbc.update(
        """
        insert into orders_parcels (channel, order_id, n, location, taken_at, state, lines, because, pick_up, due_at)
        values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, crossdock_now() + ? * interval '1 hour')
        """,
        parcel.channel(),
        parcel.order(),
        parcel.n(),
        parcel.location().value(),
        parcel.from().value(),
        parcel.state().word(),
        Json.text(parcel.lines()),
        Json.text(parcel.because()),
        parcel.pickUp(),
        hours);
  }

  /**
   * Notes what became of one that was not sent.
   *
   * @param reason why it was rejected
   */
  void end(Parcel parcel, State state, @Nullable String reason) {
    jdbc.update(
        """
        update orders_parcels set state = ?, reason = ?, ended_at = crossdock_now()
        where channel = ? and order_id = ? and n = ?
        """,
        state.word(),
        reason,
        parcel.channel(),
        parcel.order(),
        parcel.n());
  }

  /** Notes that one has left. */
  void sent(Parcel parcel, Tracking tracking) {
    jdbc.update(
        """
        update orders_parcels set state = 'sent', carrier = ?, tracking = ?, tracking_url = ?, ended_at = crossdock_now()
        where channel = ? and order_id = ? and n = ?
        """,
        tracking.carrier(),
        tracking.number(),
        tracking.url(),
        parcel.channel(),
        parcel.order(),
        parcel.n());
  }

  /** Whether another parcel of the order goes under that number too. */
  boolean isShared(Parcel parcel, @Nullable String tracking) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            """
            select exists (select from orders_parcels
                           where channel = ? and order_id = ? and n <> ? and state = 'sent' and tracking = ?)
            """,
            Boolean.class,
            parcel.channel(),
            parcel.order(),
            parcel.n(),
            tracking));
  }

  Map<String, Integer> sentElsewhere(String channel, String order) {
    return counts(ELSEWHERE, channel, order);
  }

  /** Units of SKUs that a location is asked for and has not sent. */
  Map<String, Integer> askedAt(LocationId location, Collection<String> skus) {
    return counts(ASKED, location.value(), skus.toArray(String[]::new));
  }

  /** How many parcels each location was given in the last hour and has not rejected. */
  Map<String, Integer> inTheLastHour() {
    return counts(
        """
        select location, count(*)::integer from orders_parcels
        where asked_at > crossdock_now() - interval '1 hour' and state <> 'rejected' group by location
        """);
  }

  private Map<String, Integer> counts(String sql, Object... values) {
    var counts = new HashMap<String, Integer>();
    jdbc.query(
        sql,
        row -> {
          counts.put(row.getString(1), row.getInt(2));
        },
        values);
    return counts;
  }

  private static Parcel parcel(ResultSet row, int index) throws SQLException {
    Timestamp due = row.getTimestamp(10);
    return new Parcel(
        row.getString(1),
        row.getString(2),
        row.getInt(3),
        new LocationId(row.getString(4)),
        new LocationId(row.getString(5)),
        State.of(row.getString(6)),
        list(row.getString(7), LINES),
        list(row.getString(8), WORDS),
        row.getBoolean(9),
        due == null ? null : due.toInstant(),
        row.getTimestamp(11).toInstant());
  }

  private static <T> T list(String json, TypeReference<T> type) {
    return Json.mapper().convertValue(Json.read(json.getBytes(StandardCharsets.UTF_8)), type);
  }
}
