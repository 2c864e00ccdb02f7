package dev.crossdock.faults.simulation;

import dev.crossdock.delivery.HubCore;
import dev.crossdock.delivery.HubLife.Parcel;
import dev.crossdock.faults.Evidence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One seed's world: who lives in it, what time it is, and what becomes of a message on its way. */
final class World {
  private static final Instant BEGIN = Instant.parse("2026-06-01T06:00:00Z");

  final Agenda agenda = new Agenda(ChronoUnit.MICROS.between(Instant.EPOCH, BEGIN));
  final Dice dice;
  final Evidence evidence = new Evidence();
  final SimulatedDatabase database;
  final HubCore core;
  final Plant plant;
  final Systems systems;
  final Retailer retailer;
  final Senders senders;
  final List<HubProcess> hubs;

  private final Set<String> usedIds = new HashSet<>();
  private boolean calm;
  private boolean settled;
  private long drives;
  private int onTheWay;

  World(long seed, SimulatedDatabase database, HubCore core, Plant plant) {
    this.dice = new Dice(seed);
    this.database = database;
    this.core = core;
    this.plant = plant;
    HubCore.dice(dice.random());
    this.systems = new Systems(this);
    this.senders = new Senders(this);
    this.retailer = new Retailer(this);
    this.hubs = List.of(new HubProcess(this, "A"), new HubProcess(this, "B"));
  }

  void begin() {
    database.now(agenda.micros());
    retailer.open();
    hubs.forEach(HubProcess::rise);
  }

  /** One event happens; some that were meant for the dead do not. */
  void step() {
    var event = agenda.next();
    database.now(agenda.micros());
    event.run();
  }

  /** Faults stop, and nobody buys anything any more. */
  void calmDown() {
    calm = true;
    hubs.forEach(HubProcess::wakeUp);
    if (dice.chance(0.7)) {
      dice.oneOf(hubs).goOff();
    }
  }

  /** Everything is as it should be, as far as it has been heard: nobody is asked any more. */
  void settle(boolean yes) {
    settled = yes;
  }

  boolean settled() {
    return settled;
  }

  boolean calm() {
    return calm;
  }

  /** A fault, unless all is calm. */
  boolean fault(double of) {
    return !calm && dice.chance(of);
  }

  Instant now() {
    return Instant.EPOCH.plus(agenda.micros(), ChronoUnit.MICROS);
  }

  /** The broker: it may lose what it carries, carry it twice, and swallows what has a used id. */
  void carry(Parcel parcel) {
    var id =
        plant == Plant.REUSED_DUPLICATE_IDS
            ? parcel.flow() + parcel.ids()
            : String.valueOf(drives++);
    if (!usedIds.add(id) || fault(0.03)) {
      agenda.note("broker lost " + parcel);
      return;
    }
    deliver(parcel, dice.around(10));
    if (fault(0.03)) {
      deliver(parcel, dice.around(5_000));
    }
  }

  private void deliver(Parcel parcel, long millis) {
    onTheWay++;
    agenda.in(
        millis,
        () -> {
          onTheWay--;
          var own = hubs.stream().filter(hub -> hub.handedOut(parcel)).findFirst();
          var taker = own.isPresent() && dice.chance(0.8) ? own.get() : dice.oneOf(hubs);
          if (taker.isUp()) {
            taker.take(parcel);
          } else {
            deliver(parcel, dice.around(1_000));
          }
        });
  }

  /** Whether the broker and the senders have nothing left to carry. */
  boolean nothingOnTheWay() {
    return onTheWay == 0 && senders.nothingWaits() && systems.nothingWaits();
  }
}
