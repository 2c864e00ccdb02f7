package dev.crossdock.sandbox.shop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.world.Item;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A product as the shop's webhooks spell it. */
final class ProductPayload {
  private ProductPayload() {}

  static ObjectNode of(Item item, List<Item> variants, ShopStock stock, Instant now) {
    var json = SandboxJson.object();
    json.put("id", item.productId());
    json.put("admin_graphql_api_id", Gid.of("Product", item.productId()));
    json.put("title", item.product());
    json.put("vendor", "Crossdock Outfitters");
    json.put("product_type", "Clothing");
    json.put("handle", item.product().toLowerCase(Locale.ROOT).replace(' ', '-'));
    json.put("status", "active");
    json.put("created_at", "2025-01-06T09:00:00+01:00");
    json.put("updated_at", OrderPayload.time(now));
    var list = json.putArray("variants");
    for (int i = 0; i < variants.size(); i++) {
      list.add(variant(variants.get(i), i + 1, stock, now));
    }
    return json;
  }

  private static ObjectNode variant(Item item, int position, ShopStock stock, Instant now) {
    var json = SandboxJson.object();
    json.put("id", item.variantId());
    json.put("admin_graphql_api_id", Gid.of("ProductVariant", item.variantId()));
    json.put("product_id", item.productId());
    json.put("inventory_item_id", item.inventoryItemId());
    json.put("sku", item.sku());
    json.put("barcode", item.ean());
    json.put("title", item.variant());
    json.put("price", item.price());
    json.put("position", position);
    json.put("inventory_policy", "deny");
    json.put("inventory_management", "shopify");
    json.put("inventory_quantity", stock.available(item));
    json.put("updated_at", OrderPayload.time(now));
    return json;
  }
}
