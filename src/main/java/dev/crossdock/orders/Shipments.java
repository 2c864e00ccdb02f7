package dev.crossdock.orders;

import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Step;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.orders.ShipmentTable.Sent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;

/**
 * What the system behind a warehouse says it has sent: the parcel that its location was asked for
 * has left, and whoever sold it is told, as if the location had said so itself.
 */
@Service("shipments")
public class Shipments {
  private final OrderTable orders;
  private final ParcelTable parcelTable;
  private final ShipmentTable table;
  private final Parcels parcels;

  Shipments(OrderTable orders, ParcelTable parcelTable, ShipmentTable table, Parcels parcels) {
    this.orders = orders;
    this.parcelTable = parcelTable;
    this.table = table;
    this.parcels = parcels;
  }

  /** Marks parcels as sent, each once, whoever else says so. */
  @Step(value = "Mark what was shipped as sent, once, and have its channel told", last = true)
  public List<Verdict> take(Batch batch) {
    var told =
        batch.open().stream()
            .map(message -> Shipment.of(batch.channel(), message.document()))
            .toList();
    var known = lock(told);
    return told.stream().map(one -> known.contains(name(one)) ? take(one) : unknown(one)).toList();
  }

  /** Whoever else locks several takes them in the same order. Those that we know. */
  private Set<String> lock(List<Shipment> told) {
    var ids = new TreeMap<String, TreeSet<String>>();
    told.forEach(one -> ids.computeIfAbsent(one.channel(), c -> new TreeSet<>()).add(one.order()));
    var known = new HashSet<String>();
    ids.forEach(
        (channel, some) ->
            orders.lock(channel, some).keySet().forEach(id -> known.add(name(channel, id))));
    return known;
  }

  private Verdict take(Shipment shipment) {
    var sent = table.sent(shipment.channel(), shipment.order());
    if (sent.stream().anyMatch(one -> shipment.key().equals(one.shipment()))) {
      return Verdict.DUPLICATE;
    }
    var all = parcelTable.of(shipment.channel(), shipment.order());
    var fit = all.stream().filter(shipment::fits).toList();
    var open = fit.stream().filter(Parcel::isOpen).toList();
    var number = shipment.tracking().number();
    return untold(fit, sent, one -> number != null && number.equals(one.tracking()))
        .or(() -> open.isEmpty() ? untold(fit, sent, one -> true) : Optional.empty())
        .map(one -> saidBefore(one, shipment))
        .orElseGet(() -> isOne(open) ? leave(open.get(0), shipment) : doesNotFit(shipment, all));
  }

  /** The first that was sent, and that no shipment was told of yet. */
  private static Optional<Parcel> untold(List<Parcel> fit, List<Sent> sent, Predicate<Sent> which) {
    return fit.stream()
        .filter(
            parcel ->
                sent.stream()
                    .filter(one -> one.n() == parcel.n() && one.shipment() == null)
                    .anyMatch(which))
        .findFirst();
  }

  /** Of several with the same in them it does not matter which. */
  private static boolean isOne(List<Parcel> open) {
    return open.stream().map(Shipment::units).distinct().count() == 1;
  }

  private Verdict leave(Parcel parcel, Shipment shipment) {
    parcels.leave(parcel, shipment.tracking(), shipment.occurredAt());
    table.told(parcel, shipment.key());
    return Verdict.APPLIED;
  }

  /** Its location was first to say so; what it said stays. */
  private Verdict saidBefore(Parcel parcel, Shipment shipment) {
    table.told(parcel, shipment.key());
    return Verdict.DUPLICATE;
  }

  private static String name(Shipment shipment) {
    return name(shipment.channel(), shipment.order());
  }

  private static String name(String channel, String order) {
    return channel + "/" + order;
  }

  private static Verdict unknown(Shipment shipment) {
    return parked(
        "ORD-037",
        "%s, for order %s of %s, and there is no such order. If it is still to come, replay this then; else correct the order's number where it was written down."
            .formatted(shipment.words(), shipment.order(), shipment.channel()));
  }

  private static Verdict doesNotFit(Shipment shipment, List<Parcel> all) {
    return parked(
        "ORD-038",
        "%s, for order %s of %s, and it is not one parcel that is open there: %s. See what has left; correct the shipment where it was written down, or dismiss this."
            .formatted(
                shipment.words(), shipment.order(), shipment.channel(), Shipment.words(all)));
  }

  private static Verdict parked(String code, String sentence) {
    return Verdict.parked(new Failure.Data(code, sentence));
  }
}
