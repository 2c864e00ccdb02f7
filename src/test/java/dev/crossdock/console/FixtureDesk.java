package dev.crossdock.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.delivery.Audit;
import dev.crossdock.delivery.Parked;
import dev.crossdock.delivery.ParkedFilter;
import dev.crossdock.delivery.Replays;
import dev.crossdock.delivery.Trials;
import dev.crossdock.kernel.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A made-up desk: what waits is in memory, and a replay takes five looks to end. */
class FixtureDesk implements ParkedDesk {
  private static final String ORDER =
      """
      {"id": 820982911946154508, "name": "#1042", "email": "jane@example.org", "total_price": "29.90",
       "customer": {"first_name": "Jane", "last_name": "Doe"},
       "line_items": [{"sku": "TEE-RED-M", "quantity": 1, "price": 9.90}, {"sku": "TEE-RDE-L", "quantity": 2, "price": 10.00}],
       "note": null, "created_at": "2026-06-01T09:30:00Z"}
      """;

  private final List<Parked.Waiting> waiting = new ArrayList<>();
  private final List<Replays.Job> jobs = new ArrayList<>();
  private final List<Audit.Entry> done = new ArrayList<>();
  private int looks;

  FixtureDesk() {
    add(
        "message",
        "41",
        "shop",
        "orders/create",
        "820982911946154508",
        "unknown-reference",
        "MAP-013",
        "shop says TEE-RDE-L at $.line_items[1].sku; expected a SKU that the hub knows. Teach it to the hub, then replay (orders/shopify-order-to-order).",
        "$.line_items[1].sku",
        120);
    add(
        "message",
        "39",
        "till-leeds",
        "receipts",
        "17/2",
        "data",
        "DEL-020",
        "line 4123 cannot be read: it has 4 columns, expected 11. Correct it at its source and send it again.",
        null,
        900);
    add(
        "fact",
        "7",
        "erp",
        "erp-bookings",
        "TEE-RED-M",
        "refused",
        "ERP-422",
        "the period is closed.",
        null,
        4_000);
    add(
        "target",
        "MUG-DOCK 1",
        "market",
        "level",
        "MUG-DOCK",
        "refused",
        "8541",
        "the listing was removed.",
        null,
        8_000);
    add(
        "message",
        "12",
        "shop",
        "refunds/create",
        "820982911946154000",
        "poison",
        "DEL-030",
        "the hub died 3 times while it worked on this message, the last times on it alone. Keep it for whoever mends the hub; replay after the fix.",
        null,
        200_000);
  }

  private void add(
      String kind,
      String id,
      String channel,
      String topic,
      String key,
      String failure,
      String code,
      String sentence,
      @Nullable String pointer,
      long secondsAgo) {
    var at = Instant.now().minusSeconds(secondsAgo);
    waiting.add(
        new Parked.Waiting(
            kind,
            id,
            channel,
            topic,
            key,
            failure,
            code,
            sentence,
            pointer,
            at.minusSeconds(2),
            at,
            1));
  }

  @Override
  public synchronized Parked.Page page(ParkedFilter filter, @Nullable String after, int most) {
    return new Parked.Page(found(filter), null);
  }

  @Override
  public synchronized Map<String, Long> counts(ParkedFilter filter) {
    var counts = new TreeMap<String, Long>();
    found(filter).forEach(row -> counts.merge(row.kindOfFailure(), 1L, Long::sum));
    return counts;
  }

  private List<Parked.Waiting> found(ParkedFilter filter) {
    return waiting.stream()
        .filter(row -> filter.kind() == null || filter.kind().equals(row.kind()))
        .filter(row -> filter.channel() == null || filter.channel().equals(row.channel()))
        .filter(
            row ->
                filter.kindOfFailure() == null
                    || filter.kindOfFailure().equals(row.kindOfFailure()))
        .filter(row -> filter.text() == null || row.sentence().contains(filter.text()))
        .toList();
  }

  @Override
  public synchronized Optional<Parked.Full> open(long id, String who) {
    note(who, "read", "message " + id, 1);
    return find(id)
        .map(
            row ->
                new Parked.Full(
                    row,
                    ORDER,
                    null,
                    Map.of("x-shopify-topic", row.topic()),
                    "orders/shopify-order-to-order@3f9a1c",
                    "4bf92f3577b34da6a3ce929d0e0e4736",
                    null,
                    null,
                    0,
                    2));
  }

  private Optional<Parked.Waiting> find(long id) {
    return waiting.stream().filter(row -> row.id().equals(String.valueOf(id))).findFirst();
  }

  @Override
  public synchronized int dismiss(List<Long> ids, String who) {
    note(who, "dismissed", "messages " + ids, ids.size());
    ids.forEach(id -> find(id).ifPresent(waiting::remove));
    return ids.size();
  }

  @Override
  public synchronized boolean tryAgain(String kind, String channel, String id, String who) {
    note(who, "tried again", kind + " " + id + " of " + channel, 1);
    return waiting.removeIf(row -> row.kind().equals(kind) && row.id().equals(id));
  }

  @Override
  public Trials.Tried dryRun(long id, @Nullable JsonNode document) {
    var unknown =
        new Failure.UnknownReference(
            "MAP-013",
            "shop says TEE-RDE-L at $.line_items[1].sku; expected a SKU that the hub knows.",
            "$.line_items[1].sku");
    return document == null
        ? new Trials.Tried(
            "parked", null, unknown, null, "orders/shopify-order-to-order@3f9a1c", Map.of())
        : new Trials.Tried(
            "applied",
            null,
            null,
            document,
            "orders/shopify-order-to-order@3f9a1c",
            new TreeMap<>(Map.of("inventory_movements", 2L, "delivery_targets", 6L)));
  }

  @Override
  public synchronized long replaceWith(long id, JsonNode document, String who) {
    note(who, "edited", "message %d, as 1042".formatted(id), 1);
    find(id).ifPresent(waiting::remove);
    return 1042;
  }

  @Override
  public synchronized Replays.Job start(Replays.Request request, String who) {
    looks = 0;
    var ids = request.ids();
    var n = ids == null ? 1200 : ids.size();
    note(who, "replayed", "replay 1", n);
    if (ids != null) {
      ids.forEach(id -> find(id).ifPresent(waiting::remove));
    }
    jobs.clear();
    jobs.add(job(who, ids == null ? "all" : "messages " + ids, n, 0));
    return jobs.get(0);
  }

  private static Replays.Job job(String who, String filter, int total, int ended) {
    var state = ended == total ? "done" : "running";
    return new Replays.Job(
        1,
        who,
        filter,
        50,
        total,
        state,
        Instant.now(),
        ended == total ? Instant.now() : null,
        total - ended,
        0,
        ended,
        0,
        0,
        0,
        0,
        0,
        Math.max(1, ended / 50.0));
  }

  @Override
  public synchronized Replays.Job cancel(long id, String who) {
    note(who, "cancelled", "replay " + id, 1);
    jobs.clear();
    return job(who, "all", 1, 1);
  }

  @Override
  public synchronized List<Replays.Job> replays() {
    looks++;
    return jobs.stream()
        .map(
            job ->
                job(
                    job.who(),
                    job.filter(),
                    job.total(),
                    Math.min(job.total(), job.total() * looks / 5)))
        .toList();
  }

  @Override
  public synchronized List<Audit.Entry> audit() {
    return List.copyOf(done);
  }

  private void note(String who, String what, String about, int count) {
    done.add(0, new Audit.Entry(Instant.now(), who, what, about, count));
  }
}
