package dev.crossdock.inventory;

import dev.crossdock.inventory.Fact.Kind;
import dev.crossdock.inventory.Fact.Place;
import dev.crossdock.inventory.Hold.Missing;
import dev.crossdock.inventory.Hold.Request;
import dev.crossdock.inventory.Hold.State;
import dev.crossdock.kernel.BusinessKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks and reserves in one: many holds under one lock of their levels, in the order in which they
 * were asked for. Always within the caller's transaction.
 */
@Component
class HoldLedger {
  /**
   * Who moves stock by a hold. Never the channel that asked: it would be believed to have taken the
   * units off its own number, as it does when it sells.
   */
  private static final String SOURCE = "reservations";

  private final HoldTable table;
  private final Ledger ledger;
  private final Bundles bundles;
  private final Clock clock;

  HoldLedger(HoldTable table, Ledger ledger, Bundles bundles, Clock clock) {
    this.table = table;
    this.ledger = ledger;
    this.bundles = bundles;
    this.clock = clock;
  }

  /** Holds what can be promised, all lines of a request or none; by key. */
  Map<String, Hold> hold(Collection<Request> requests) {
    var byKey = new LinkedHashMap<String, Request>();
    requests.forEach(request -> byKey.putIfAbsent(request.fullKey(), request));
    var until = table.add(byKey.values());
    var asked = byKey.values().stream().filter(r -> until.containsKey(r.fullKey())).toList();
    var missing = new HashMap<String, Missing>();
    var facts = new LinkedHashMap<Request, List<Fact>>();
    asked.forEach(r -> facts.put(r, facts(0, Kind.RESERVATION, r.fullKey(), 1, r.lines())));
    var places = facts.values().stream().flatMap(List::stream).map(Fact::place).collect(inOrder());
    // nothing can have been booked for a key that this transaction was the first to write down
    change(
        places,
        List.of(),
        books ->
            facts.forEach(
                (request, reservations) ->
                    missing(books, reservations)
                        .ifPresentOrElse(
                            first -> missing.put(request.fullKey(), first),
                            () -> reservations.forEach(books::book))));
    table.refuse(missing);
    var holds = table.read(byKey.keySet().stream().filter(k -> !until.containsKey(k)).toList());
    until.forEach((key, end) -> holds.put(key, asked(key, byKey, end, missing.get(key))));
    return holds;
  }

  /** As it has just been kept, without reading it again: hundreds wait for that. */
  private static Hold asked(
      String key, Map<String, Request> byKey, Instant until, @Nullable Missing missing) {
    var lines = Objects.requireNonNull(byKey.get(key)).lines();
    var state = missing == null ? State.HELD : State.REFUSED;
    return new Hold(key, state, lines, until, 1, missing);
  }

  /** Gives back what is held; nothing happens when it is held no more. */
  Optional<Hold> release(String key) {
    return end(key, State.RELEASED);
  }

  /**
   * Keeps it without an end, because it was bought. Where its time was over already, it is checked
   * anew.
   *
   * @return as it stands then; what is missing when it was too late
   */
  Optional<Hold> commit(String key) {
    var hold = table.lock(key);
    if (hold == null) {
      return Optional.empty();
    }
    if (hold.state() == State.HELD) {
      table.end(key, State.COMMITTED);
    } else if (hold.state() == State.EXPIRED) {
      var late = again(hold);
      if (late.isPresent()) {
        return Optional.of(hold.but(late.get()));
      }
      table.commitAgain(key);
    }
    return Optional.ofNullable(table.lock(key));
  }

  /** What was refused long ago; whatever moved stock keeps its key, as its movements do. */
  void forget() {
    table.forget();
  }

  /** Gives back what nobody came for; how many. */
  int expire(int most) {
    var expired = table.expire(most);
    giveBack(expired);
    return expired.size();
  }

  /**
   * Gives back what was held for an order that has come; its own promise is made in the same
   * transaction. Nothing is left to give where it had expired, or where the order came before.
   *
   * @param message the order's place in its batch
   */
  List<Fact> bought(int message, String key) {
    return table
        .buy(key)
        .map(hold -> facts(message, Kind.RELEASE, key, hold.times(), hold.lines()))
        .orElse(List.of());
  }

  private Optional<Hold> end(String key, State state) {
    var hold = table.lock(key);
    if (hold == null) {
      return Optional.empty();
    }
    if (hold.state() == State.HELD || hold.state() == State.COMMITTED) {
      table.end(key, state);
      giveBack(List.of(hold));
    }
    return Optional.ofNullable(table.lock(key));
  }

  private Optional<Missing> again(Hold hold) {
    var found = new ArrayList<Missing>();
    var facts = facts(0, Kind.RESERVATION, hold.key(), hold.times() + 1, hold.lines());
    change(
        facts,
        books ->
            missing(books, facts).ifPresentOrElse(found::add, () -> facts.forEach(books::book)));
    return found.stream().findFirst();
  }

  private void giveBack(List<Hold> holds) {
    var facts = new ArrayList<Fact>();
    holds.forEach(h -> facts.addAll(facts(0, Kind.RELEASE, h.key(), h.times(), h.lines())));
    change(facts, books -> facts.forEach(books::book));
  }

  private void change(List<Fact> facts, Consumer<Bookkeeper> decide) {
    change(facts.stream().map(Fact::place).collect(inOrder()), facts, decide);
  }

  private void change(SortedSet<Place> places, List<Fact> facts, Consumer<Bookkeeper> decide) {
    if (!places.isEmpty()) {
      ledger.change(places, facts, Collections.<@Nullable Long>singletonList(null), decide);
    }
  }

  private static Collector<Place, ?, SortedSet<Place>> inOrder() {
    return Collectors.toCollection(TreeSet::new);
  }

  /** The same place named twice counts together; of a bundle, its parts are asked for. */
  private static Optional<Missing> missing(Bookkeeper books, List<Fact> reservations) {
    var asked = new TreeMap<Place, Integer>();
    reservations.forEach(fact -> asked.merge(fact.place(), fact.quantity(), Integer::sum));
    return asked.entrySet().stream()
        .filter(one -> books.sellable(one.getKey()) < one.getValue())
        .findFirst()
        .map(
            one ->
                new Missing(
                    one.getKey().sku(),
                    one.getKey().location(),
                    one.getValue(),
                    books.sellable(one.getKey())));
  }

  /** One for each line, of the so-manieth time that it is held. */
  private List<Fact> facts(int message, Kind kind, String key, int times, List<Hold.Line> lines) {
    var facts = new ArrayList<Fact>();
    var what = kind.name().toLowerCase(Locale.ROOT);
    for (int n = 0; n < lines.size(); n++) {
      var line = lines.get(n);
      var promise = new BusinessKey(key + "/line/" + n);
      facts.add(
          new Fact(
              message,
              promise.then(what).then(Integer.toString(times)),
              kind,
              line.sku(),
              line.location(),
              line.quantity(),
              clock.instant(),
              SOURCE,
              promise));
    }
    return bundles.parted(facts);
  }
}
