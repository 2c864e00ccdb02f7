package dev.crossdock.sandbox.shop;

import dev.crossdock.sandbox.world.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one call wants to set, and all that is wrong with it. */
final class QuantityRequest {
  private static final int HIGHEST = 1_000_000_000;
  private static final Set<String> REASONS =
      Set.of(
          "correction",
          "cycle_count_available",
          "damaged",
          "movement_created",
          "movement_updated",
          "movement_received",
          "movement_canceled",
          "other",
          "promotion",
          "quality_control",
          "received",
          "reservation_created",
          "reservation_deleted",
          "reservation_updated",
          "restock",
          "safety_stock",
          "shrinkage");

  private final AdminNodes nodes;
  private final ShopStock stock;
  private final List<Wish> wishes = new ArrayList<>();
  private final List<Map<String, Object>> errors = new ArrayList<>();
  private final Set<Object> seen = new HashSet<>();

  /** One quantity to set, and what it must be before. */
  record Wish(Item item, int quantity, Optional<Integer> from) {}

  QuantityRequest(
      AdminNodes nodes,
      ShopStock stock,
      Map<String, Object> input,
      List<Map<String, Object>> quantities) {
    this.nodes = nodes;
    this.stock = stock;
    checkInput(input);
    for (int i = 0; i < quantities.size(); i++) {
      check(quantities.get(i), i);
    }
  }

  List<Wish> wishes() {
    return wishes;
  }

  List<Map<String, Object>> errors() {
    return errors;
  }

  private void checkInput(Map<String, Object> input) {
    if (!"available".equals(input.get("name"))) {
      errors.add(
          error(
              "INVALID_NAME",
              "The quantity name must be either 'available' or 'on_hand'.",
              "name"));
    }
    if (!REASONS.contains(String.valueOf(input.get("reason")))) {
      errors.add(error("INVALID_REASON", "The specified reason is invalid.", "reason"));
    }
    Object document = input.get("referenceDocumentUri");
    if (document != null && !document.toString().contains("://")) {
      errors.add(
          error(
              "INVALID_REFERENCE_DOCUMENT",
              "The specified reference document is invalid.",
              "referenceDocumentUri"));
    }
  }

  private void check(Map<String, Object> asked, int position) {
    var where = Integer.toString(position);
    var item = nodes.find("InventoryItem", String.valueOf(asked.get("inventoryItemId")));
    var quantity = asked.get("quantity") instanceof Integer number ? number : 0;
    if (item == null) {
      errors.add(
          error(
              "INVALID_INVENTORY_ITEM",
              "The specified inventory item could not be found.",
              "quantities",
              where,
              "inventoryItemId"));
      return;
    }
    if (!Gid.of("Location", ShopStock.LOCATION).equals(asked.get("locationId"))) {
      errors.add(
          error(
              "INVALID_LOCATION",
              "The specified location could not be found.",
              "quantities",
              where,
              "locationId"));
      return;
    }
    if (stock.holdings().at(ShopStock.slot(item)).isEmpty()) {
      errors.add(
          error(
              "ITEM_NOT_STOCKED_AT_LOCATION",
              "The specified inventory item is not stocked at the location.",
              "quantities",
              where,
              "locationId"));
    }
    if (!seen.add(asked.get("inventoryItemId"))) {
      errors.add(
          error(
              "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR",
              "The combination of inventoryItemId and locationId must be unique.",
              "quantities",
              where,
              "inventoryItemId"));
    }
    if (quantity < -HIGHEST || quantity > HIGHEST) {
      errors.add(
          error(
              quantity > 0 ? "INVALID_QUANTITY_TOO_HIGH" : "INVALID_QUANTITY_TOO_LOW",
              "The total quantity can't be %s than %s1,000,000,000."
                  .formatted(quantity > 0 ? "higher" : "lower", quantity > 0 ? "" : "-"),
              "quantities",
              where,
              "quantity"));
    }
    if (!asked.containsKey("changeFromQuantity")) {
      errors.add(
          error(
              "COMPARE_QUANTITY_REQUIRED",
              "The changeFromQuantity argument is required; pass null to opt out of the check.",
              "quantities",
              where,
              "changeFromQuantity"));
    }
    wishes.add(
        new Wish(item, quantity, Optional.ofNullable((Integer) asked.get("changeFromQuantity"))));
  }

  static Map<String, Object> error(String code, String message, String... field) {
    var path = new ArrayList<String>(List.of("input"));
    path.addAll(List.of(field));
    return Map.of("code", code, "message", message, "field", path);
  }
}
