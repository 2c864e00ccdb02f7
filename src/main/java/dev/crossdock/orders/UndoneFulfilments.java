package dev.crossdock.orders;

import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.Slots;
import dev.crossdock.inventory.Departures;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import dev.crossdock.orders.OrderTable.Kept;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sees when a channel takes back that something was sent. Its units are off the shelf and in the
 * books already, and sending them again takes them off once more: only whoever looks at the shelf
 * knows whether they ever left.
 */
@Component
class UndoneFulfilments {
  private static final String CASE = "fulfilment-undone";

  private final Departures departures;
  private final Slots slots;
  private final Cases cases;

  UndoneFulfilments(Departures departures, Slots slots, Cases cases) {
    this.departures = departures;
    this.slots = slots;
    this.cases = cases;
  }

  /** Compares an order with what was known of it; within the caller's transaction. */
  void look(String channel, @Nullable Kept before, Folded after) {
    if (before == null || after.order().isReceipt()) {
      return;
    }
    var stand =
        after.order().fulfilments().stream()
            .map(Order.Fulfilment::id)
            .collect(Collectors.toUnmodifiableSet());
    var known = before.folded().order();
    known.fulfilments().stream()
        .filter(one -> !stand.contains(one.id()))
        .forEach(gone -> tell(channel, known, gone));
  }

  private void tell(String channel, Order order, Order.Fulfilment gone) {
    var from = slots.reserveAt(channel);
    var units =
        order.lines().stream()
            .map(line -> units(channel, order, gone, line))
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", "));
    if (from.isEmpty() || units.isEmpty()) {
      return;
    }
    var at = from.get();
    cases.open(
        CASE,
        owner(at),
        "%s:%s:%s".formatted(channel, order.id(), gone.id()),
        "fulfilment %s of order %s of %s was cancelled there, and %s had left %s for it: if they are sent again, they are taken off twice. See whether they are still at %s; if they are, count them there and take the shipment out of the books. Then close this."
            .formatted(
                gone.id(),
                order.name() == null ? order.id() : order.name(),
                channel,
                units,
                at.value(),
                at.value()));
  }

  private @Nullable String units(
      String channel, Order order, Order.Fulfilment gone, Order.Line line) {
    var sku = line.sku();
    if (sku == null || gone.lines().stream().noneMatch(part -> part.line().equals(line.id()))) {
      return null;
    }
    var units = departures.units(channel, order.id(), gone.id(), line.id(), new Sku(sku));
    return units == 0 ? null : "%d of %s".formatted(units, sku);
  }

  /** Whoever decides what stock the location has; without one, the location itself. */
  private String owner(LocationId location) {
    return slots.keeper(location).orElse(location.value());
  }
}
