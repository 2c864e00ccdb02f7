package dev.crossdock.sandbox.shop;

import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.world.Calls;
import dev.crossdock.sandbox.world.Faults;
import dev.crossdock.sandbox.world.Holdings;
import dev.crossdock.sandbox.world.Item;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sets what the shop shows as available: all of a call, or nothing of it. */
final class InventoryWrites {
  private static final int MOST = 250;

  private final AdminNodes nodes;
  private final ShopStock stock;
  private final Answers answers;
  private final Faults faults;
  private final Calls calls;
  private final Clock clock;

  InventoryWrites(
      AdminNodes nodes, ShopStock stock, Answers answers, Faults faults, Calls calls, Clock clock) {
    this.nodes = nodes;
    this.stock = stock;
    this.answers = answers;
    this.faults = faults;
    this.calls = calls;
    this.clock = clock;
  }

  void wire(RuntimeWiring.Builder wiring) {
    wiring.type(
        "Mutation", type -> type.dataFetcher("inventorySetQuantities", this::setQuantities));
    wiring.type(
        "InventoryChange",
        type ->
            type.dataFetcher("item", asked -> changed(asked).map(nodes::inventoryItem).orElse(null))
                .dataFetcher("location", asked -> nodes.location()));
  }

  private Optional<Item> changed(DataFetchingEnvironment asked) {
    Map<String, Object> change = asked.getSource();
    return Optional.ofNullable(
        nodes.find("InventoryItem", String.valueOf(change == null ? null : change.get("itemId"))));
  }

  private Map<String, Object> setQuantities(DataFetchingEnvironment asked) {
    Map<String, Object> input = asked.getArgumentOrDefault("input", Map.of());
    var key = key(asked);
    var quantities = quantities(input);
    if (quantities.size() > MOST) {
      throw Connections.refusal(
          "The input array size of %d is greater than the maximum allowed of %d."
              .formatted(quantities.size(), MOST));
    }
    var question = SandboxJson.text(input);
    synchronized (answers) {
      var before = answers.to(key);
      if (before != null) {
        return before.question().equals(question)
            ? before.answer()
            : refused(
                List.of(
                    QuantityRequest.error(
                        "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
                        "The same idempotency key cannot be used with different operation parameters.")));
      }
      var answer = apply(input, quantities);
      answers.keep(key, question, answer);
      return answer;
    }
  }

  static String key(DataFetchingEnvironment asked) {
    var directive = asked.getQueryDirectives().getImmediateAppliedDirective("idempotent");
    Object key = directive.isEmpty() ? null : directive.get(0).getArgument("key").getValue();
    if (key == null || key.toString().isBlank()) {
      throw Connections.refusal(
          "The @idempotent directive is required for this mutation but was not provided.");
    }
    return key.toString();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> quantities(Map<String, Object> input) {
    return (List<Map<String, Object>>) input.getOrDefault("quantities", List.of());
  }

  private Map<String, Object> apply(
      Map<String, Object> input, List<Map<String, Object>> quantities) {
    var request = new QuantityRequest(nodes, stock, input, quantities);
    if (!request.errors().isEmpty()) {
      return refused(request.errors());
    }
    if (faults.hits(faults.of(ShopStock.CHANNEL).acceptedNotAppliedShare())) {
      calls.refused(ShopStock.CHANNEL, "inventorySetQuantities", "forgotten");
      changes(request.wishes()).forEach(faults::forget);
      return Map.of("userErrors", List.of());
    }
    return change(input, request.wishes());
  }

  private static List<Holdings.Change> changes(List<QuantityRequest.Wish> wishes) {
    return wishes.stream()
        .map(wish -> new Holdings.Change(ShopStock.slot(wish.item()), wish.from(), wish.quantity()))
        .toList();
  }

  private Map<String, Object> change(Map<String, Object> input, List<QuantityRequest.Wish> wishes) {
    var before = wishes.stream().map(wish -> stock.available(wish.item())).toList();
    var stale = stock.holdings().change(changes(wishes));
    if (!stale.isEmpty()) {
      return refused(
          stale.stream()
              .map(
                  position ->
                      QuantityRequest.error(
                          "CHANGE_FROM_QUANTITY_STALE",
                          "The changeFromQuantity value does not match persisted value.",
                          "quantities",
                          Integer.toString(position),
                          "changeFromQuantity"))
              .toList());
    }
    var changes = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < wishes.size(); i++) {
      var wish = wishes.get(i);
      if (wish.quantity() != before.get(i)) {
        changes.add(
            Map.of(
                "name",
                "available",
                "delta",
                wish.quantity() - before.get(i),
                "quantityAfterChange",
                wish.quantity(),
                "itemId",
                Gid.of("InventoryItem", wish.item().inventoryItemId())));
        stock.changed(wish.item());
      }
    }
    return answer(input, changes);
  }

  private Map<String, Object> answer(Map<String, Object> input, List<Map<String, Object>> changes) {
    var answer = new HashMap<String, Object>();
    answer.put("userErrors", List.of());
    if (!changes.isEmpty()) {
      var now = clock.instant();
      var group = new HashMap<String, @Nullable Object>();
      group.put("id", Gid.of("InventoryAdjustmentGroup", now.toEpochMilli()));
      group.put("createdAt", now.toString());
      group.put("reason", input.get("reason"));
      group.put("referenceDocumentUri", input.get("referenceDocumentUri"));
      group.put("changes", changes);
      answer.put("inventoryAdjustmentGroup", group);
    }
    return answer;
  }

  private Map<String, Object> refused(List<Map<String, Object>> errors) {
    calls.refused(
        ShopStock.CHANNEL, "inventorySetQuantities", String.valueOf(errors.get(0).get("code")));
    return Map.of("userErrors", errors);
  }
}
