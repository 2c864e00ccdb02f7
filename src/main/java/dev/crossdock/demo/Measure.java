package dev.crossdock.demo;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One look at hub and stand-ins together. */
final class Measure {
  private final HubNumbers hub;
  private final SandboxControl sandbox;

  Measure(HubNumbers hub, SandboxControl sandbox) {
    this.hub = hub;
    this.sandbox = sandbox;
  }

  /** Whether the hub holds what the stand-ins started with, and owes nobody. */
  boolean learned() {
    var accounts = hub.accounts();
    return accounts.received() > 0
        && accounts.inProgress() == 0
        && hub.owed() == 0
        && agreement().disagreeing() == 0;
  }

  /**
   * One look at everything.
   *
   * @param facts how many there were
   */
  record Look(Equation equation, LagBook lag, DemoReport report, int facts) {}

  /** A look at which everything added up, if now it does; cheap questions first. */
  Optional<Look> settled(Instant since) {
    if (hub.accounts().inProgress() > 0
        || hub.owed() > 0
        || !sandbox.isQuiet()
        || agreement().disagreeing() > 0) {
      return Optional.empty();
    }
    return Optional.of(look(since)).filter(look -> look.equation().holds());
  }

  Look look(Instant since) {
    var facts = sandbox.facts();
    var lag = lag(facts, since);
    return new Look(equation(facts), lag, report(lag), facts.size());
  }

  Agreement agreement() {
    return new Agreement(
        new Ledger(hub.levels(), hub.derived()), sandbox.expected(), sandbox.storage());
  }

  private Equation equation(List<Oracle.Fact> facts) {
    return new Equation(
        hub.accounts(),
        agreement(),
        hub.movementKeys(),
        hub.orders(),
        sandbox.documents(),
        facts,
        sandbox.expected());
  }

  /** Of what happened since then; learning the catalogue is another matter. */
  private LagBook lag(List<Oracle.Fact> facts, Instant since) {
    return new LagBook(
        facts.stream().filter(fact -> !fact.emittedAt().isBefore(since)).toList(), hub.reached());
  }

  private DemoReport report(LagBook lag) {
    var accounts = hub.accounts();
    var orders = hub.orders();
    return new DemoReport(
        accounts.received(),
        accounts.applied(),
        accounts.duplicate(),
        accounts.ignored(),
        accounts.parked(),
        accounts.inProgress(),
        hub.movements(),
        orders.known().size(),
        orders.onHold().size(),
        orders.cancelled().size(),
        orders.fetched(),
        orders.returned(),
        orders.documents().size(),
        sandbox.calls(),
        hub.oversold(),
        agreement().disagreeing(),
        lag.overall(),
        lag.byWay());
  }

  /** How things stand, in one line. */
  String standing() {
    var accounts = hub.accounts();
    return "%d received, %d in progress, %d parked, %d owed, %d disagreeing"
        .formatted(
            accounts.received(),
            accounts.inProgress(),
            accounts.parked(),
            hub.owed(),
            agreement().disagreeing());
  }
}
