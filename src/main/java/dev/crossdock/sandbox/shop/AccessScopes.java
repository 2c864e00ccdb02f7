package dev.crossdock.sandbox.shop;

import graphql.schema.idl.RuntimeWiring;
import java.util.List;
import java.util.Map;

/** What the merchant has granted the app that the hub is to the shop. */
public final class AccessScopes {
  private static final List<String> ALL =
      List.of(
          "read_products",
          "read_inventory",
          "write_inventory",
          "read_locations",
          "read_orders",
          "write_orders",
          "read_merchant_managed_fulfillment_orders",
          "write_merchant_managed_fulfillment_orders");

  private volatile List<String> granted = ALL;

  /** The merchant grants these, and no others. */
  public void grant(List<String> scopes) {
    granted = List.copyOf(scopes);
  }

  /** All there are. */
  public static List<String> all() {
    return ALL;
  }

  void wire(RuntimeWiring.Builder wiring) {
    wiring.type(
        "QueryRoot",
        type ->
            type.dataFetcher(
                "currentAppInstallation",
                asked ->
                    Map.of(
                        "id",
                        Gid.of("AppInstallation", 611_000_001L),
                        "accessScopes",
                        granted.stream().map(AccessScopes::node).toList())));
  }

  private static Map<String, Object> node(String handle) {
    return Map.of("handle", handle, "description", handle.replace('_', ' '));
  }
}
