package dev.crossdock.inventory;

import dev.crossdock.delivery.Outbox;
import dev.crossdock.delivery.Slots;
import dev.crossdock.inventory.Fact.Place;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import dev.crossdock.kernel.Unbooked;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Tells the systems that book stock of every change on a shelf that was made elsewhere, and
 * remembers which of them they have taken into their own figures. Without it, an ERP that has not
 * yet booked a sale would erase it (ADR 0004).
 */
@Component
class Postings implements Unbooked {
  /** Of so many the oldest are looked for: in a burst there are more, and they are soon fewer. */
  private static final int LOOKED_AT = 5_000;

  private final Slots slots;
  private final Outbox outbox;
  private final JdbcTemplate jdbc;

  Postings(Slots slots, Outbox outbox, JdbcTemplate jdbc) {
    this.slots = slots;
    this.outbox = outbox;
    this.jdbc = jdbc;
  }

  private record Posting(Movement movement, String channel) {}

  void post(List<Movement> movements) {
    var postings = new ArrayList<Posting>();
    for (var movement : movements) {
      if (movement.onHand() != 0) {
        for (var channel : slots.bookers(movement.fact().location())) {
          if (!channel.equals(movement.fact().source())) {
            postings.add(new Posting(movement, channel));
          }
        }
      }
    }
    if (postings.isEmpty()) {
      return;
    }
    remember(postings);
    outbox.add(postings.stream().map(this::fact).toList());
  }

  private void remember(List<Posting> postings) {
    jdbc.update(
        """
        insert into inventory_postings (movement, channel, sku, location, on_hand)
        select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::integer[])
        """,
        postings.stream().map(p -> p.movement().fact().key().value()).toArray(String[]::new),
        postings.stream().map(Posting::channel).toArray(String[]::new),
        postings.stream().map(p -> p.movement().fact().sku().value()).toArray(String[]::new),
        postings.stream().map(p -> p.movement().fact().location().value()).toArray(String[]::new),
        postings.stream().map(p -> p.movement().onHand()).toArray(Integer[]::new));
  }

  private Outbox.Fact fact(Posting posting) {
    var fact = posting.movement().fact();
    var payload =
        Json.mapper()
            .createObjectNode()
            .put("sku", fact.sku().value())
            .put(
                "slot",
                slots.slotOf(posting.channel(), fact.location()).orElse(fact.location().value()))
            .put("quantityChange", posting.movement().onHand())
            .put("kind", fact.kind().name().toLowerCase(Locale.ROOT))
            .put("source", fact.source())
            .put("occurredAt", fact.occurredAt().toString());
    return new Outbox.Fact(
        posting.channel(),
        slots.bookingRoute(posting.channel()),
        fact.key().value(),
        fact.sku().value() + '@' + fact.location().value(),
        payload);
  }

  /** Notes which movements the channel's figures hold, as of the instants of its levels. */
  void confirm(String channel, List<BookedLevels.Level> levels) {
    var movements = new ArrayList<String>();
    var asOf = new ArrayList<String>();
    for (var level : levels) {
      var booked = level.said().booked();
      if (booked != null) {
        booked.forEach(
            movement -> {
              movements.add(movement);
              asOf.add(level.asOf().toString());
            });
      }
    }
    if (movements.isEmpty()) {
      return;
    }
    jdbc.update(
        """
        update inventory_postings p set confirmed_at = v.as_of::timestamptz
        from unnest(?::text[], ?::text[]) as v (movement, as_of)
        where p.channel = ? and p.movement = v.movement and p.confirmed_at is null
        """,
        movements.toArray(String[]::new),
        asOf.toArray(String[]::new),
        channel);
  }

  @Override
  public List<String> longest(String channel, int most) {
    return jdbc.queryForList(
        """
        select p.movement from (
          select movement from inventory_postings where channel = ? and confirmed_at is null limit ?) p
        join inventory_movements m on m.key = p.movement
        order by m.id limit ?
        """,
        String.class,
        channel,
        LOOKED_AT,
        most);
  }

  /** The sum of what the channel's figures do not hold yet, by place. */
  Map<Place, Integer> unconfirmed(String channel, Collection<Place> places) {
    var sums = new HashMap<Place, Integer>();
    jdbc.query(
        """
        select p.sku, p.location, sum(p.on_hand)::integer from inventory_postings p
        join unnest(?::text[], ?::text[]) v (sku, location) on p.sku = v.sku and p.location = v.location
        where p.channel = ? and p.confirmed_at is null
        group by 1, 2
        """,
        row -> {
          sums.put(
              new Place(new Sku(row.getString(1)), new LocationId(row.getString(2))),
              row.getInt(3));
        },
        places.stream().map(p -> p.sku().value()).toArray(String[]::new),
        places.stream().map(p -> p.location().value()).toArray(String[]::new),
        channel);
    return sums;
  }
}
