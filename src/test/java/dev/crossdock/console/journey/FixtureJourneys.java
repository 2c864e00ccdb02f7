package dev.crossdock.console.journey;

import dev.crossdock.console.journey.Journey.Named;
import dev.crossdock.console.journey.Rows.Call;
import dev.crossdock.console.journey.Rows.Change;
import dev.crossdock.console.journey.Rows.Fact;
import dev.crossdock.console.journey.Rows.Message;
import dev.crossdock.console.journey.Rows.Movement;
import dev.crossdock.console.journey.Rows.Posting;
import dev.crossdock.console.journey.Rows.Target;
import dev.crossdock.console.journey.Rows.Told;
import dev.crossdock.console.journey.Rows.Trouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One order that went well in the shop, was throttled at the marketplace, and is not booked yet.
 */
public class FixtureJourneys implements Journeys {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Map<String, String> SYSTEMS =
      Map.of("shop", "shopify", "market", "amazon", "erp", "erp", "hub", "crossdock");

  @Override
  public Journey find(Asked asked) {
    if (asked.is("message") && asked.text().equals("41")) {
      return Story.of(asked.text(), parked(), lane -> SYSTEMS.getOrDefault(lane, ""), 2);
    }
    if (!asked.name().equals("1042")) {
      return Story.of(asked.text(), nothing(), lane -> lane, 3);
    }
    return Story.of(asked.text(), order(), lane -> SYSTEMS.getOrDefault(lane, ""), 14);
  }

  private static Found nothing() {
    return new Found(
        NOON, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Set.of(),
        false);
  }

  static Found order() {
    return new Found(
        at(90_000),
        List.of(new Named("order", "1042"), new Named("order-id", "5823917449421")),
        List.of(
            message(101, "orders/create", 0, 84, "applied", null),
            message(102, "orders/create", 40, 120, "duplicate", null),
            message(140, "orders/paid", 2_300, 2_390, "ignored", "moves-no-stock")),
        List.of(
            new Movement(
                "shop/order/5823917449421/line/91/reservation",
                "reservation",
                "TEE-RED-M",
                "dc",
                2,
                0,
                2,
                "shop",
                at(-400),
                at(60),
                101L,
                19,
                null)),
        List.of(
            change("shop", "655441491", 8, 70, null, at(70)),
            change("market", "default", 5, 70, new Told(5, 198, at(130), null), null)),
        List.of(
            new Target(
                "market",
                "TEE-RED-M",
                "default",
                198,
                5,
                at(70),
                5,
                at(5_400),
                null,
                4,
                at(-9_000),
                200,
                at(-4_000),
                3,
                at(95_000),
                new Trouble("throttled", "QuotaExceeded", "You exceeded your quota.", null),
                false,
                null,
                0,
                0)),
        List.of(
            new Posting(
                "shop/order/5823917449421/line/91/reservation",
                "erp",
                null,
                new Fact(
                    7,
                    "erp",
                    "shop/order/5823917449421/line/91/reservation",
                    at(75),
                    "delivered",
                    1,
                    null,
                    at(210),
                    null))),
        List.of(
            call(31, 130, "market", 48, 1, "throttled"),
            call(32, 150, "erp", 55, 12, "accepted"),
            call(35, 1_350, "market", 51, 1, "throttled")),
        Set.of("market"),
        false);
  }

  /** The order that waits for a person on the made-up desk. */
  static Found parked() {
    return new Found(
        at(90_000),
        List.of(),
        List.of(message(41, "orders/create", 0, 84, "parked", null)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Set.of(),
        false);
  }

  /** The same order, taken by a marketplace that says later what it shows. */
  static Found accepted(int shows, long asOf) {
    return accepted(shows, asOf, null, List.of(), List.of());
  }

  /** As above; the marketplace is asked again, and what it lost is sent again. */
  static Found accepted(
      int shows, long asOf, @Nullable Instant readBack, List<Change> again, List<Call> calls) {
    var told = new Told(5, 198, at(130), at(180));
    var version = 5 + again.size();
    var changes = new ArrayList<>(List.of(change("market", "default", 5, 70, told, at(180))));
    changes.addAll(again);
    var all = new ArrayList<>(List.of(call(31, 130, "market", 48, 1, "accepted")));
    all.addAll(calls);
    return new Found(
        at(90_000),
        List.of(),
        List.of(message(101, "orders/create", 0, 84, "applied", null)),
        List.of(),
        changes,
        List.of(
            new Target(
                "market",
                "TEE-RED-M",
                "default",
                198,
                version,
                at(70),
                version,
                at(130),
                null,
                version,
                at(180),
                shows,
                at(asOf),
                0,
                null,
                null,
                false,
                readBack,
                again.size(),
                again.size())),
        List.of(),
        all,
        Set.of("market"),
        false);
  }

  /** Version 6: the marketplace showed 200 all the same. */
  static Change lost() {
    var told = new Told(6, 198, at(15_100), at(15_200));
    return new Change(
        101L, "market", "TEE-RED-M", "default", 6, 198, at(15_000), at(15_200), told, 200);
  }

  /** Asks what is shown. */
  static Call look(long at) {
    return new Call(
        33,
        at(at),
        "market",
        "inventory-snapshot-chosen-amazon",
        20,
        1,
        "TEE-RED-M@default",
        null,
        "applied",
        null,
        null);
  }

  /** Writes again what was lost. */
  static Call again() {
    return new Call(
        34,
        at(15_100),
        "market",
        "inventory-publish-amazon",
        50,
        1,
        "TEE-RED-M@default",
        6L,
        "accepted",
        null,
        null);
  }

  private static Message message(
      long id, String topic, long heard, long closed, String state, @Nullable String rule) {
    return new Message(
        id,
        "shop",
        topic,
        "5823917449421",
        "b54557e4-bdd9-4b37-8a5f-bf7d70bcd04" + id % 10,
        false,
        null,
        null,
        topic.equals("orders/create") ? "9f86d081" : "60303ae2",
        at(heard - 5),
        at(heard),
        state,
        1,
        null,
        at(closed),
        rule,
        state.equals("parked")
            ? new Trouble(
                "unknown-reference",
                "MAP-013",
                "shop says TEE-RDE-L; expected a SKU that the hub knows.",
                "$.line_items[1].sku")
            : null,
        "orders/shopify-order-to-order@3f6a90c1",
        null);
  }

  private static Change change(
      String channel,
      String slot,
      long version,
      long owed,
      @Nullable Told told,
      @Nullable Instant confirmed) {
    return new Change(
        101L, channel, "TEE-RED-M", slot, version, 198, at(owed), confirmed, told, null);
  }

  private static Call call(
      long id, long at, String channel, int millis, int items, String outcome) {
    var fact = channel.equals("erp");
    var throttled = outcome.equals("throttled");
    return new Call(
        id,
        at(at),
        channel,
        "inventory-publish-" + SYSTEMS.get(channel),
        millis,
        items,
        fact ? "shop/order/5823917449421/line/91/reservation" : "TEE-RED-M@default",
        fact ? null : Long.valueOf(5),
        outcome,
        throttled ? "QuotaExceeded" : null,
        throttled ? "You exceeded your quota for the requested resource." : null);
  }

  static Instant at(long millis) {
    return NOON.plusMillis(millis);
  }
}
