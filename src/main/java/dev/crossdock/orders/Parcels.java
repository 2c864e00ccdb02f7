package dev.crossdock.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.Outbox;
import dev.crossdock.delivery.Slots;
import dev.crossdock.delivery.Takers;
import dev.crossdock.inventory.ParcelPromises;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.orders.Parcel.State;
import dev.crossdock.orders.Parcel.Tracking;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** What locations say of the parcels they were asked for. */
@Service
public class Parcels {
  private static final String WRITE = "fulfilments";
  private static final String CASE = "fulfilment-by-hand";
  private static final Pattern ID = Pattern.compile("([^:]+):(.+):([0-9]{1,6})");

  private final OrderBook book;
  private final OrderTable orders;
  private final ParcelTable table;
  private final ParcelPromises promises;
  private final PickUpTable pickUpTable;
  private final PickUps pickUps;
  private final SourcingFile sourcing;
  private final Slots slots;
  private final Takers takers;
  private final Outbox outbox;
  private final Cases cases;
  private final Clock clock;
  private final TransactionTemplate transaction;

  Parcels(
      OrderBook book,
      OrderTable orders,
      ParcelTable table,
      ParcelPromises promises,
      PickUpTable pickUpTable,
      PickUps pickUps,
      SourcingFile sourcing,
      Slots slots,
      Takers takers,
      Outbox outbox,
      Cases cases,
      Clock clock,
      TransactionTemplate transaction) {
    this.book = book;
    this.orders = orders;
    this.table = table;
    this.promises = promises;
    this.pickUpTable = pickUpTable;
    this.pickUps = pickUps;
    this.sourcing = sourcing;
    this.slots = slots;
    this.takers = takers;
    this.outbox = outbox;
    this.cases = cases;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** What a location still has to do, the oldest first. */
  public List<Parcel> openAt(LocationId location) {
    return table.openAt(location);
  }

  /**
   * The location has packed it, and it waits to be fetched.
   *
   * @throws HubException {@code ORD-031} when there is no such parcel, {@code ORD-032} when it has
   *     come to another end
   */
  public Parcel ready(String id) {
    return change(
        id,
        State.READY,
        parcel -> {
          pickUpTable.ready(parcel, sourcing.pickUp().keptForHours());
          pickUps.ready(find(parcel.channel(), parcel.order(), parcel.n(), id));
        });
  }

  /**
   * Whether its channel tells the customer that it is ready; who packed it must where it does not.
   */
  public boolean isTold(Parcel parcel) {
    return pickUps.isTold(parcel);
  }

  /**
   * It has left, or was handed out. Said again, nothing happens.
   *
   * @throws HubException as {@link #ready}
   */
  public Parcel sent(String id, Tracking tracking) {
    return change(id, State.SENT, parcel -> leave(parcel, tracking, clock.instant()));
  }

  /**
   * It left at that time, by somebody's clock; within the caller's transaction, which holds its
   * order and has seen that it is open.
   */
  void leave(Parcel parcel, Tracking tracking, Instant said) {
    var now = clock.instant();
    var at = said.isAfter(now) ? now : said.isBefore(parcel.askedAt()) ? parcel.askedAt() : said;
    promises.send(parcel.units(), at);
    table.sent(parcel, tracking);
    pickUps.ended(parcel);
    tell(parcel, tracking, at);
  }

  /**
   * The location cannot send it: its shelf is empty, or it is closed. Somebody else is asked.
   *
   * @throws HubException as {@link #ready}
   */
  public Parcel rejected(String id, String reason) {
    return change(
        id,
        State.REJECTED,
        parcel -> {
          promises.giveBack(parcel.units(), clock.instant());
          table.end(parcel, State.REJECTED, reason);
          pickUps.ended(parcel);
          if (parcel.state() == State.READY) {
            pickUps.withdrawn(parcel);
          }
          table.lookAt(parcel.channel(), Set.of(parcel.order()));
        });
  }

  private Parcel change(String id, State to, Consumer<Parcel> how) {
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              var parcel = lock(id);
              if (parcel.state() == to) {
                return parcel;
              }
              if (!parcel.isOpen()) {
                throw refused(
                    "ORD-032",
                    "parcel %s is %s and cannot be %s any more. See what its order needs now: GET parcels of its location, or the page of orders."
                        .formatted(id, parcel.state().word(), to.word()));
              }
              how.accept(parcel);
              return find(parcel.channel(), parcel.order(), parcel.n(), id);
            }));
  }

  private Parcel lock(String id) {
    var parts = ID.matcher(id);
    if (!parts.matches()) {
      throw unknown(id);
    }
    orders.lock(parts.group(1), new TreeSet<>(Set.of(parts.group(2))));
    return find(parts.group(1), parts.group(2), Integer.parseInt(parts.group(3)), id);
  }

  private Parcel find(String channel, String order, int n, String id) {
    return table.of(channel, order).stream()
        .filter(parcel -> parcel.n() == n)
        .findFirst()
        .orElseThrow(() -> unknown(id));
  }

  /**
   * Its channel tells its customer; where it takes no word of ours, we note it ourselves, and a
   * person must say so there. A till has no orders but ours.
   */
  private void tell(Parcel parcel, Tracking tracking, Instant at) {
    var seller =
        takers.of(WRITE).stream().filter(t -> t.channel().equals(parcel.channel())).findFirst();
    if (seller.isEmpty()) {
      book.sentByUs(parcel, at);
      if (!slots.isTill(parcel.channel())) {
        cases.open(CASE, parcel.channel(), parcel.id(), byHand(parcel, tracking));
      }
      return;
    }
    outbox.add(
        List.of(
            new Outbox.Fact(
                parcel.channel(),
                seller.get().flow(),
                "parcel/" + parcel.id(),
                parcel.channel() + "/order/" + parcel.order(),
                payload(parcel, tracking, at))));
  }

  private static String byHand(Parcel parcel, Tracking tracking) {
    return "parcel %d of order %s of %s has left %s%s, and %s takes no word of it from us. Mark it as sent there by hand, then close this."
        .formatted(
            parcel.n(),
            parcel.order(),
            parcel.channel(),
            parcel.location().value(),
            tracking.number() == null ? "" : " under the number " + tracking.number(),
            parcel.channel());
  }

  /**
   * By its number the channel's word of a parcel is known again, so two never go under one: the
   * second is told under our own.
   */
  private ObjectNode payload(Parcel parcel, Tracking tracking, Instant at) {
    var number = table.isShared(parcel, tracking.number()) ? null : tracking.number();
    var payload =
        Json.mapper()
            .createObjectNode()
            .put("order", parcel.order())
            .put("parcel", parcel.id())
            .put("n", parcel.n())
            .put("location", parcel.location().value())
            .put("carrier", tracking.carrier())
            .put("tracking", number)
            .put("url", tracking.url())
            .put("pickUp", parcel.pickUp())
            .put("at", at.toString());
    payload.set("lines", Json.mapper().valueToTree(parcel.lines()));
    return payload;
  }

  private static HubException unknown(String id) {
    return refused("ORD-031", "there is no parcel '%s'.".formatted(id));
  }

  private static HubException refused(String code, String sentence) {
    return new HubException(new Failure.Data(code, sentence));
  }
}
