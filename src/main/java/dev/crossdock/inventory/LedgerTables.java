package dev.crossdock.inventory;

import dev.crossdock.inventory.Bookkeeper.Level;
import dev.crossdock.inventory.Bookkeeper.Promise;
import dev.crossdock.inventory.Fact.Place;
import dev.crossdock.kernel.BusinessKey;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of the ledger, set-based throughout. */
@Component
class LedgerTables {
  private static final String ADD_MOVEMENTS =
      """
      insert into inventory_movements
        (key, kind, sku, location, quantity, on_hand, reserved, source, reservation, occurred_at, message_id, version, note,
         bundle, bundles)
      select key, kind, sku, location, quantity, on_hand, reserved, source, reservation, occurred_at::timestamptz,
             message_id, version, note, bundle, bundles
      from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::integer[], ?::integer[], ?::integer[], ?::text[],
                  ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::integer[])
        as v (key, kind, sku, location, quantity, on_hand, reserved, source, reservation, occurred_at, message_id,
              version, note, bundle, bundles)
      """;

  private static final String PUT_LEVELS =
      """
      update inventory_levels l
      set on_hand = v.on_hand, reserved = v.reserved, version = v.version, changed_at = crossdock_now()
      from unnest(?::text[], ?::text[], ?::integer[], ?::integer[], ?::bigint[])
        as v (sku, location, on_hand, reserved, version)
      where l.sku = v.sku and l.location = v.location
      """;

  private static final String PUT_PROMISES =
      """
      insert into inventory_reservations (key, sku, location, quantity, released, consumed)
      select * from unnest(?::text[], ?::text[], ?::text[], ?::integer[], ?::integer[], ?::integer[])
      on conflict (key) do update
        set quantity = excluded.quantity, released = excluded.released, consumed = excluded.consumed
      """;

  private final JdbcTemplate jdbc;

  LedgerTables(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Takes the levels for this transaction, in an order that never deadlocks; missing ones are made.
   */
  Map<Place, Level> lockLevels(SortedSet<Place> places) {
    var skus = places.stream().map(p -> p.sku().value()).toArray(String[]::new);
    var locations = places.stream().map(p -> p.location().value()).toArray(String[]::new);
    var levels = readLocked(skus, locations);
    if (levels.size() < places.size()) {
      jdbc.update(
          """
          insert into inventory_levels (sku, location, safety)
          select v.sku, v.location, coalesce(p.safety, 0) from unnest(?::text[], ?::text[]) v (sku, location)
          left join inventory_places p on p.location = v.location
          order by 1, 2 on conflict do nothing
          """,
          skus,
          locations);
      levels = readLocked(skus, locations);
    }
    return levels;
  }

  private Map<Place, Level> readLocked(String[] skus, String[] locations) {
    var levels = new HashMap<Place, Level>();
    jdbc.query(
        """
        select l.sku, l.location, l.on_hand, l.reserved, l.version,
               (l.safety + l.unavailable
                + greatest(0, l.on_hand) - greatest(0, l.on_hand)::bigint * coalesce(p.keeps, 100) / 100)::integer
        from inventory_levels l
        join unnest(?::text[], ?::text[]) v (sku, location) on l.sku = v.sku and l.location = v.location
        left join inventory_places p on p.location = l.location
        order by l.sku, l.location for update of l
        """,
        row -> {
          levels.put(
              new Place(new Sku(row.getString(1)), new LocationId(row.getString(2))),
              new Level(row.getInt(3), row.getInt(4), row.getLong(5), row.getInt(6)));
        },
        skus,
        locations);
    return levels;
  }

  /** Which of these keys are booked already. Ask only while their levels are locked. */
  Set<BusinessKey> known(Collection<BusinessKey> keys) {
    var known = new HashSet<BusinessKey>();
    if (keys.isEmpty()) {
      return known;
    }
    jdbc.query(
        "select key from inventory_movements where key = any(?)",
        row -> {
          known.add(new BusinessKey(row.getString(1)));
        },
        (Object) strings(keys));
    return known;
  }

  /** Of how many units each of these keys was booked; of one that was not, nothing. */
  Map<BusinessKey, Integer> quantities(Collection<BusinessKey> keys) {
    var quantities = new HashMap<BusinessKey, Integer>();
    jdbc.query(
        "select key, quantity from inventory_movements where key = any(?)",
        row -> {
          quantities.put(new BusinessKey(row.getString(1)), row.getInt(2));
        },
        (Object) strings(keys));
    return quantities;
  }

  Map<BusinessKey, Promise> promises(Collection<BusinessKey> keys) {
    var promises = new HashMap<BusinessKey, Promise>();
    if (keys.isEmpty()) {
      return promises;
    }
    jdbc.query(
        "select key, sku, location, quantity, released, consumed from inventory_reservations where key = any(?)",
        row -> {
          promises.put(
              new BusinessKey(row.getString(1)),
              new Promise(
                  new Place(new Sku(row.getString(2)), new LocationId(row.getString(3))),
                  row.getInt(4),
                  row.getInt(5),
                  row.getInt(6)));
        },
        (Object) strings(keys));
    return promises;
  }

  /** The instant of the last count that is rebased by time, for each place that has one. */
  Map<Place, Instant> counts(Collection<Place> places) {
    var counts = new HashMap<Place, Instant>();
    jdbc.query(
        """
        select c.sku, c.location, max(c.as_of) from inventory_counts c
        join unnest(?::text[], ?::text[]) v (sku, location) on c.sku = v.sku and c.location = v.location
        where c.rebased = 'by-time' group by 1, 2
        """,
        row -> {
          counts.put(
              new Place(new Sku(row.getString(1)), new LocationId(row.getString(2))),
              row.getTimestamp(3).toInstant());
        },
        places.stream().map(p -> p.sku().value()).toArray(String[]::new),
        places.stream().map(p -> p.location().value()).toArray(String[]::new));
    return counts;
  }

  /**
   * What came or went after an instant. The figure that opened the books did neither: added to a
   * count of the same shelf it would have its units twice.
   */
  int onHandSince(Place place, Instant after) {
    Integer sum =
        jdbc.queryForObject(
            "select coalesce(sum(on_hand), 0)::integer from inventory_movements"
                + " where sku = ? and location = ? and occurred_at > ?::timestamptz"
                + " and note is distinct from ?",
            Integer.class,
            place.sku().value(),
            place.location().value(),
            after.toString(),
            Movement.OPENS_THE_BOOKS);
    return sum == null ? 0 : sum;
  }

  void addMovements(List<Movement> movements, List<Long> messageIds) {
    int n = movements.size();
    var text = new String[9][n];
    var ints = new Integer[4][n];
    var longs = new Long[2][n];
    for (int i = 0; i < n; i++) {
      var movement = movements.get(i);
      var fact = movement.fact();
      var reservation = fact.reservation();
      text[0][i] = fact.key().value();
      text[1][i] = fact.kind().name().toLowerCase(Locale.ROOT);
      text[2][i] = fact.sku().value();
      text[3][i] = fact.location().value();
      text[4][i] = fact.source();
      text[5][i] = reservation == null ? null : reservation.value();
      text[6][i] = fact.occurredAt().toString();
      text[7][i] = movement.note();
      ints[0][i] = fact.quantity();
      ints[1][i] = movement.onHand();
      ints[2][i] = movement.reserved();
      var whole = fact.whole();
      text[8][i] = whole == null ? null : whole.sku().value();
      ints[3][i] = whole == null ? null : Integer.valueOf(whole.quantity());
      longs[0][i] = messageIds.get(fact.message());
      longs[1][i] = movement.version();
    }
    jdbc.update(
        ADD_MOVEMENTS,
        text[0],
        text[1],
        text[2],
        text[3],
        ints[0],
        ints[1],
        ints[2],
        text[4],
        text[5],
        text[6],
        longs[0],
        longs[1],
        text[7],
        text[8],
        ints[3]);
  }

  void putLevels(Map<Place, Level> levels) {
    var changed = levels.entrySet().stream().filter(e -> e.getValue().changed).toList();
    jdbc.update(
        PUT_LEVELS,
        changed.stream().map(e -> e.getKey().sku().value()).toArray(String[]::new),
        changed.stream().map(e -> e.getKey().location().value()).toArray(String[]::new),
        changed.stream().map(e -> e.getValue().onHand).toArray(Integer[]::new),
        changed.stream().map(e -> e.getValue().reserved).toArray(Integer[]::new),
        changed.stream().map(e -> e.getValue().version).toArray(Long[]::new));
  }

  void putPromises(Map<BusinessKey, Promise> promises) {
    if (promises.isEmpty()) {
      return;
    }
    var all = List.copyOf(promises.entrySet());
    jdbc.update(
        PUT_PROMISES,
        all.stream().map(e -> e.getKey().value()).toArray(String[]::new),
        all.stream().map(e -> e.getValue().place.sku().value()).toArray(String[]::new),
        all.stream().map(e -> e.getValue().place.location().value()).toArray(String[]::new),
        all.stream().map(e -> e.getValue().quantity).toArray(Integer[]::new),
        all.stream().map(e -> e.getValue().released).toArray(Integer[]::new),
        all.stream().map(e -> e.getValue().consumed).toArray(Integer[]::new));
  }

  void putCount(Place place, String source, String rebased, int counted, Instant asOf) {
    jdbc.update(
        """
        insert into inventory_counts (sku, location, source, rebased, counted, as_of)
        values (?, ?, ?, ?, ?, ?::timestamptz)
        on conflict (sku, location, source) do update set counted = excluded.counted, as_of = excluded.as_of
        """,
        place.sku().value(),
        place.location().value(),
        source,
        rebased,
        counted,
        asOf.toString());
  }

  /** Which of these places anyone ever counted. */
  Set<Place> everCounted(Collection<Place> places) {
    var counted = new HashSet<Place>();
    jdbc.query(
        """
        select distinct c.sku, c.location from inventory_counts c
        join unnest(?::text[], ?::text[]) v (sku, location) on c.sku = v.sku and c.location = v.location
        """,
        row -> {
          counted.add(new Place(new Sku(row.getString(1)), new LocationId(row.getString(2))));
        },
        places.stream().map(p -> p.sku().value()).toArray(String[]::new),
        places.stream().map(p -> p.location().value()).toArray(String[]::new));
    return counted;
  }

  /** As of when this source last said what each place holds. */
  Map<Place, Instant> lastSaid(String source, Collection<Place> places) {
    var last = new HashMap<Place, Instant>();
    jdbc.query(
        """
        select c.sku, c.location, c.as_of from inventory_counts c
        join unnest(?::text[], ?::text[]) v (sku, location) on c.sku = v.sku and c.location = v.location
        where c.source = ?
        """,
        row -> {
          last.put(
              new Place(new Sku(row.getString(1)), new LocationId(row.getString(2))),
              row.getTimestamp(3).toInstant());
        },
        places.stream().map(p -> p.sku().value()).toArray(String[]::new),
        places.stream().map(p -> p.location().value()).toArray(String[]::new),
        source);
    return last;
  }

  void putLevelsSaid(String source, Collection<BookedLevels.Level> levels) {
    jdbc.update(
        """
        insert into inventory_counts (sku, location, source, rebased, counted, as_of)
        select sku, location, ?, 'by-booking', counted, as_of::timestamptz
        from unnest(?::text[], ?::text[], ?::integer[], ?::text[]) as v (sku, location, counted, as_of)
        on conflict (sku, location, source) do update set counted = excluded.counted, as_of = excluded.as_of
        """,
        source,
        levels.stream().map(l -> l.place().sku().value()).toArray(String[]::new),
        levels.stream().map(l -> l.place().location().value()).toArray(String[]::new),
        levels.stream().map(l -> l.said().quantity()).toArray(Integer[]::new),
        levels.stream().map(l -> l.asOf().toString()).toArray(String[]::new));
  }

  private static String[] strings(Collection<BusinessKey> keys) {
    return keys.stream().map(BusinessKey::value).toArray(String[]::new);
  }
}
