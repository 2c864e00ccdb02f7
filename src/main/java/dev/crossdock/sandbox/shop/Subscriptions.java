package dev.crossdock.sandbox.shop;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which topics the shop posts, and where to. It starts with all it knows, at the hub's own address;
 * what it drops stays dropped until somebody subscribes again.
 */
public final class Subscriptions {
  private static final List<String> TOPICS =
      List.of(
          "orders/create",
          "orders/cancelled",
          "orders/partially_fulfilled",
          "orders/fulfilled",
          "refunds/create",
          "inventory_levels/update",
          "products/update");

  private record Subscription(long id, String topic, String uri, Instant createdAt) {}

  private final Map<Long, Subscription> subscriptions = new LinkedHashMap<>();
  private final Clock clock;
  private long last = 1_000_000_000L;
  private int droppedAfter;

  Subscriptions(URI hub, Clock clock) {
    this.clock = clock;
    TOPICS.forEach(topic -> add(topic, hub.resolve("/webhooks/shop/" + topic).toString()));
  }

  /** Where a topic is posted; empty when nobody is subscribed to it. */
  synchronized Optional<URI> address(String topic) {
    return subscriptions.values().stream()
        .filter(each -> each.topic().equals(topic))
        .findFirst()
        .map(each -> URI.create(each.uri()));
  }

  /** Forgets a topic, without a word to anybody. */
  public synchronized boolean drop(String topic) {
    return subscriptions.values().removeIf(each -> each.topic().equals(topic));
  }

  /** Forgets a topic once a webhook of it failed so often in a row; never, for 0. */
  public synchronized void droppedAfter(int failures) {
    droppedAfter = failures;
  }

  /** A webhook failed once more; true when nobody is subscribed to its topic any more. */
  synchronized boolean failed(String topic, int times) {
    if (droppedAfter > 0 && times >= droppedAfter) {
      drop(topic);
    }
    return address(topic).isEmpty();
  }

  private synchronized Subscription add(String topic, String uri) {
    var made = new Subscription(++last, topic, uri, clock.instant());
    subscriptions.put(made.id(), made);
    return made;
  }

  void wire(RuntimeWiring.Builder wiring) {
    wiring.type("QueryRoot", type -> type.dataFetcher("webhookSubscriptions", this::page));
    wiring.type("Mutation", type -> type.dataFetcher("webhookSubscriptionCreate", this::create));
  }

  private synchronized Map<String, Object> page(DataFetchingEnvironment asked) {
    return Connections.page(
        asked, new ArrayList<>(subscriptions.values()), Subscription::id, Subscriptions::node);
  }

  private synchronized Map<String, Object> create(DataFetchingEnvironment asked) {
    var named = String.valueOf(asked.<Object>getArgument("topic"));
    var topic = TOPICS.stream().filter(each -> name(each).equals(named)).findFirst().orElseThrow();
    Map<String, Object> input = asked.getArgumentOrDefault("webhookSubscription", Map.of());
    var uri = String.valueOf(input.get("uri"));
    if (!uri.matches("https?://[^ ]+")) {
      return refused("Address is not a valid URL");
    }
    if (subscriptions.values().stream()
        .anyMatch(each -> each.topic().equals(topic) && each.uri().equals(uri))) {
      return refused("Address for this topic has already been taken");
    }
    return payload(node(add(topic, uri)), List.of());
  }

  private static Map<String, Object> refused(String why) {
    return payload(
        null, List.of(Map.of("field", List.of("webhookSubscription", "uri"), "message", why)));
  }

  private static Map<String, Object> payload(
      @Nullable Map<String, Object> subscription, List<Map<String, Object>> errors) {
    var payload = new LinkedHashMap<String, Object>();
    payload.put("userErrors", errors);
    if (subscription != null) {
      payload.put("webhookSubscription", subscription);
    }
    return payload;
  }

  private static Map<String, Object> node(Subscription each) {
    return Map.of(
        "id",
        Gid.of("WebhookSubscription", each.id()),
        "legacyResourceId",
        each.id(),
        "topic",
        name(each.topic()),
        "uri",
        each.uri(),
        "format",
        "JSON",
        "createdAt",
        each.createdAt());
  }

  private static String name(String topic) {
    return topic.toUpperCase(Locale.ROOT).replace('/', '_');
  }
}
