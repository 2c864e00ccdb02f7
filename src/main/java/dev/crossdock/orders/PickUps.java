package dev.crossdock.orders;

import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.Outbox;
import dev.crossdock.delivery.Slots;
import dev.crossdock.delivery.Takers;
import dev.crossdock.inventory.ParcelPromises;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.orders.PickUpTable.Which;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sees to what customers fetch themselves: that they are told when it is ready, that somebody is
 * told when it is not ready in time, and that it is for sale again when nobody came for it.
 */
@Component
class PickUps {
  private static final Logger LOG = LoggerFactory.getLogger(PickUps.class);
  private static final String WRITE = "pickUps";
  private static final String LATE = "pick-up-late";
  private static final String LEFT = "pick-up-left";
  private static final int MOST_AT_ONCE = 200;

  private final PickUpTable table;
  private final ParcelTable parcels;
  private final OrderTable orders;
  private final ParcelPromises promises;
  private final Cases cases;
  private final Slots slots;
  private final Takers takers;
  private final Outbox outbox;
  private final Clock clock;
  private final TransactionTemplate transaction;

  PickUps(
      PickUpTable table,
      ParcelTable parcels,
      OrderTable orders,
      ParcelPromises promises,
      Cases cases,
      Slots slots,
      Takers takers,
      Outbox outbox,
      Clock clock,
      TransactionTemplate transaction) {
    this.table = table;
    this.parcels = parcels;
    this.orders = orders;
    this.promises = promises;
    this.cases = cases;
    this.slots = slots;
    this.takers = takers;
    this.outbox = outbox;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** Whether its channel tells the customer; where it does not, whoever packed it must. */
  boolean isTold(Parcel parcel) {
    return takers.of(WRITE).stream().anyMatch(t -> t.channel().equals(parcel.channel()));
  }

  /** It is ready; within the caller's transaction, which holds the order. */
  void ready(Parcel parcel) {
    ended(parcel);
    tell(parcel, "ready");
  }

  /** It is late no more, whatever became of it. */
  void ended(Parcel parcel) {
    cases.close(LATE, owner(parcel.location()), parcel.id());
  }

  /** Its customer was told that it is there, and it is not. */
  void withdrawn(Parcel parcel) {
    tell(parcel, "withdrawn");
  }

  /** Its channel has settled what was left at the counter. */
  void settled(String channel, String order) {
    cases.close(LEFT, channel, order);
  }

  @Scheduled(fixedDelayString = "1s")
  void work() {
    transaction.executeWithoutResult(status -> table.late(MOST_AT_ONCE).forEach(this::late));
    table.over(MOST_AT_ONCE).forEach(this::over);
  }

  private void late(PickUpTable.Late late) {
    cases.open(
        LATE,
        owner(late.location()),
        late.parcel(),
        "order %s of %s is fetched at %s and was to be ready by %s: it is not. Pack it there and say so, or have %s reject it, and tell its customer."
            .formatted(
                late.name(),
                late.channel(),
                late.location().value(),
                late.dueAt(),
                late.location().value()));
  }

  /** Whoever decides what stock the location has; without one, the location itself. */
  private String owner(LocationId location) {
    return slots.keeper(location).orElse(location.value());
  }

  /** One that cannot be ended keeps no other waiting. */
  private void over(Which which) {
    try {
      transaction.executeWithoutResult(status -> end(which));
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("channel", which.channel())
          .addKeyValue("order", which.order())
          .setCause(e)
          .log("a pick-up that is over could not be ended; trying again");
    }
  }

  private void end(Which which) {
    orders.lock(which.channel(), new TreeSet<>(Set.of(which.order())));
    if (!table.expire(which)) {
      return;
    }
    var parcel =
        parcels.of(which.channel(), which.order()).stream()
            .filter(one -> one.n() == which.n())
            .findFirst()
            .orElseThrow();
    promises.letGo(parcel.units(), clock.instant());
    cases.open(
        LEFT,
        parcel.channel(),
        parcel.order(),
        "nobody fetched order %s of %s at %s by %s, and what was kept there is for sale again. Cancel it at %s and pay it back; this closes when it is."
            .formatted(
                parcel.order(),
                parcel.channel(),
                parcel.location().value(),
                parcel.dueAt(),
                parcel.channel()));
    tell(parcel, "expired");
  }

  private void tell(Parcel parcel, String what) {
    if (!parcel.pickUp()) {
      return;
    }
    takers.of(WRITE).stream()
        .filter(taker -> taker.channel().equals(parcel.channel()))
        .forEach(
            taker -> {
              var payload =
                  Json.mapper()
                      .createObjectNode()
                      .put("what", what)
                      .put("order", parcel.order())
                      .put("parcel", parcel.id())
                      .put("location", parcel.location().value())
                      .put("until", parcel.dueAt() == null ? null : parcel.dueAt().toString())
                      .put("at", clock.instant().toString());
              payload.set("lines", Json.mapper().valueToTree(parcel.lines()));
              outbox.add(
                  List.of(
                      new Outbox.Fact(
                          taker.channel(),
                          taker.flow(),
                          "parcel/%s/%s".formatted(parcel.id(), what),
                          parcel.channel() + "/order/" + parcel.order(),
                          payload)));
            });
  }
}
