package dev.crossdock.demo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must add up at the end of a demo; whatever does not is said in words. */
final class Equation {
  private static final int EXAMPLES = 5;

  private final List<String> broken = new ArrayList<>();

  private static final Pattern CANCEL =
      Pattern.compile("((?:shop|market)/order/[^/]+)/line/[^/]+/release");
  private static final Pattern ORDER = Pattern.compile("((?:shop|market)/order/[^/]+)/.*");

  /** The key of a line of a till's receipt; the receipt is an order. */
  private static final Pattern RECEIPT = Pattern.compile("tills/([^/]+/[^/]+/[^/]+/[^/]+)/[^/]+");

  Equation(
      Accounts accounts,
      Agreement agreement,
      Set<String> movements,
      OrderNumbers orders,
      Map<String, Integer> entered,
      List<Oracle.Fact> facts,
      Oracle.Expected expected) {
    ends(accounts);
    parked(accounts.parked(), expected.parked());
    agreed(agreement);
    once(movements, facts);
    ordered(orders, facts);
    cameBack(orders, facts, expected);
    entered(orders.documents(), entered);
  }

  /** Every order that a stand-in took is in the book, adds up, and was entered into the books. */
  private void ordered(OrderNumbers orders, List<Oracle.Fact> facts) {
    var missing =
        facts.stream()
            .filter(fact -> !fact.kind().equals("count"))
            .flatMap(fact -> order(fact.key()).stream())
            .filter(order -> !orders.known().contains(order))
            .distinct()
            .toList();
    complain("orders are not in the book", missing);
    complain("orders are on hold", orders.onHold());
    complain("orders were not entered into the books", orders.withoutSale());
  }

  private static Optional<String> order(String key) {
    var order = ORDER.matcher(key);
    if (order.matches()) {
      return Optional.of(order.group(1));
    }
    var receipt = RECEIPT.matcher(key);
    return receipt.matches() ? Optional.of("tills/order/" + receipt.group(1)) : Optional.empty();
  }

  /** What was cancelled, fetched in a store and brought back to one, and the money for that. */
  private void cameBack(OrderNumbers orders, List<Oracle.Fact> facts, Oracle.Expected expected) {
    complain(
        "orders are not cancelled in the book",
        facts.stream()
            .map(fact -> CANCEL.matcher(fact.key()))
            .filter(Matcher::matches)
            .map(key -> key.group(1))
            .filter(order -> !orders.cancelled().contains(order))
            .distinct()
            .toList());
    same("parcels were fetched", expected.fetched(), orders.fetched());
    same("returns were taken in stores", expected.returned(), orders.returned());
    complain("returns were not paid back", orders.unpaid());
  }

  private void same(String what, long happened, long known) {
    if (happened != known) {
      broken.add("%d %s and the hub knows %d".formatted(happened, what, known));
    }
  }

  /** The ERP has every document, in the revision that it was told last, and no other. */
  private void entered(Map<String, Integer> told, Map<String, Integer> entered) {
    var all = new TreeSet<>(told.keySet());
    all.addAll(entered.keySet());
    all.removeIf(reference -> Objects.equals(told.get(reference), entered.get(reference)));
    complain("documents are not in the ERP as it was told", List.copyOf(all));
  }

  private void ends(Accounts a) {
    if (a.inProgress() != 0) {
      broken.add("%d messages are still in progress".formatted(a.inProgress()));
    }
    var ended = a.applied() + a.duplicate() + a.ignored() + a.parked();
    if (a.received() != ended) {
      broken.add("%d messages were received and %d ended".formatted(a.received(), ended));
    }
  }

  private void parked(long parked, long planted) {
    if (parked != planted) {
      broken.add(
          "%d messages are parked and %d were planted to be parked".formatted(parked, planted));
    }
  }

  private void agreed(Agreement agreement) {
    if (agreement.disagreeing() != 0) {
      broken.add("%d SKU-locations disagree".formatted(agreement.disagreeing()));
      agreement.examples(EXAMPLES).forEach(example -> broken.add("  " + example));
    }
  }

  /** The database refuses a second movement of one key; here none may be missing or invented. */
  private void once(Set<String> movements, List<Oracle.Fact> facts) {
    var emitted = new HashSet<String>();
    var missing = new ArrayList<String>();
    for (var fact : facts) {
      if (!emitted.add(fact.key())) {
        broken.add("the oracle emitted %s twice".formatted(fact.key()));
      }
      if (!movements.contains(fact.key())) {
        missing.add(fact.key());
      }
    }
    complain("facts have no movement", missing);
    complain(
        "movements have no fact",
        movements.stream()
            .filter(key -> key.matches("(shop|market)/order/.*|tills/.*"))
            // what the hub decides by itself: from where an order is sent
            .filter(key -> !key.contains("/parcel/") || key.endsWith("/sent"))
            // what the ledger adds by itself for a sale that was heard after the count that saw it
            .filter(key -> !emitted.contains(key.replaceFirst("/rebase$", "")))
            .sorted()
            .toList());
  }

  private void complain(String what, List<String> keys) {
    if (!keys.isEmpty()) {
      broken.add(
          "%d %s, for example %s"
              .formatted(keys.size(), what, keys.subList(0, Math.min(EXAMPLES, keys.size()))));
    }
  }

  /** Whether everything adds up. */
  boolean holds() {
    return broken.isEmpty();
  }

  /** What does not. */
  List<String> broken() {
    return List.copyOf(broken);
  }
}
