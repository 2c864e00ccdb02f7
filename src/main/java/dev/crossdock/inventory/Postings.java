package dev.crossdock.inventory;

import dev.crossdock.delivery.Outbox;
import dev.crossdock.delivery.Slots;
import dev.crossdock.inventory.Fact.Place;
import dev.crossdock.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Tells the systems that book stock of every change on a shelf that was made elsewhere, and
 * remembers which of them they have taken into their own figures. Without it, an ERP that has not
 * yet booked a sale would erase it (ADR 0004).
 */
@Component
class Postings {
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

  /**
   * Notes that the channel's figures hold these movements, as of that instant. Returns how many it
   * did not say before.
   */
  int confirm(String channel, List<String> movements, Instant asOf) {
    return movements.isEmpty()
        ? 0
        : jdbc.update(
            "update inventory_postings set confirmed_at = ?::timestamptz"
                + " where channel = ? and movement = any(?) and confirmed_at is null",
            asOf.toString(),
            channel,
            movements.toArray(String[]::new));
  }

  /** The sum of what the channel's figures do not hold yet. */
  int unconfirmed(String channel, Place place) {
    Integer sum =
        jdbc.queryForObject(
            "select coalesce(sum(on_hand), 0)::integer from inventory_postings"
                + " where channel = ? and sku = ? and location = ? and confirmed_at is null",
            Integer.class,
            channel,
            place.sku().value(),
            place.location().value());
    return sum == null ? 0 : sum;
  }
}
