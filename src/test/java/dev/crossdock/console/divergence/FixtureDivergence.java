package dev.crossdock.console.divergence;

import dev.crossdock.divergence.Heals.Done;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A made-up desk: one of each state and some causes; what is decided takes effect at once. */
public class FixtureDivergence implements DivergenceDesk {
  private static final List<String> BY_RISK = List.of("oversell", "lost-sales", "none");

  private final Map<Long, Row> rows = new LinkedHashMap<>();
  private final Map<Long, List<Heal>> heals = new HashMap<>();
  private int heldSkus = 412;

  /** Seven of them. */
  public FixtureDivergence() {
    add(11, "market", "TEE-RED-M", "MFN", 10L, 14L, "drift", "oversell", "manual-edit", 0, 240);
    add(12, "market", "CAP-BLACK", "MFN", 0L, 3L, "proposed", "oversell", "missed-event", 0, 3_900);
    add(
        13,
        "shop",
        "HOODIE-GREY-M",
        "655441491",
        1_204L,
        1_100L,
        "healing",
        "lost-sales",
        null,
        1,
        600);
    add(14, "erp", "SOCK-WOOL-42", "DC1", 40L, 45L, "stuck", "none", "wrong-location", 3, 90_000);
    add(
        15,
        "shop",
        "820982911946154508",
        "",
        2_990L,
        null,
        "drift",
        "none",
        "missed-event",
        0,
        7_000);
    add(16, "market", "MUG-DOCK", "MFN", 31L, 35L, "suspected", "oversell", null, 0, 20);
    add(
        17,
        "shop",
        "SCARF-PLAID",
        "655441491",
        8L,
        2L,
        "closed",
        "lost-sales",
        "duplicate",
        1,
        500);
    heal(13, "heal", 1_100L, 1_204L, "hub");
    heal(17, "heal", 2L, 8L, "admin");
  }

  private void add(
      long id,
      String channel,
      String key,
      String place,
      @Nullable Long expected,
      @Nullable Long observed,
      String state,
      String risk,
      @Nullable String cause,
      int tries,
      long seconds) {
    var at = Instant.now().minusSeconds(seconds);
    var closed = state.equals("closed");
    rows.put(
        id,
        new Row(
            id,
            channel,
            place.isEmpty() ? "orders" : "stock",
            key,
            place,
            expected,
            observed,
            state,
            risk,
            cause,
            state.equals("suspected") ? 1 : 3,
            tries,
            at.minusSeconds(30),
            Instant.now(),
            state.equals("suspected") ? null : at,
            closed ? Instant.now() : null,
            closed ? "healed" : null));
  }

  private void heal(long id, String kind, @Nullable Long before, @Nullable Long after, String who) {
    heals
        .computeIfAbsent(id, none -> new ArrayList<>())
        .add(0, new Heal(id * 10, Instant.now().minusSeconds(60), kind, before, after, who));
  }

  @Override
  public synchronized List<Row> rows(Wanted wanted, int most) {
    return rows.values().stream()
        .filter(row -> is(wanted.channel(), row.channel()) && is(wanted.entity(), row.entity()))
        .filter(row -> is(wanted.cause(), row.cause()) && is(wanted.risk(), row.risk()))
        .filter(
            row ->
                wanted.state() == null
                    ? row.closedAt() == null && !row.state().equals("suspected")
                    : is(wanted.state(), row.state()))
        .filter(row -> wanted.text() == null || row.key().contains(wanted.text()))
        .sorted(Comparator.comparingInt(row -> BY_RISK.indexOf(row.risk())))
        .limit(most)
        .toList();
  }

  private static boolean is(@Nullable String wanted, @Nullable String given) {
    return wanted == null || Objects.equals(wanted, given);
  }

  @Override
  public synchronized List<Row> newest(int most) {
    return rows.values().stream()
        .filter(row -> row.closedAt() == null && row.driftAt() != null)
        .sorted(
            Comparator.comparing(
                row -> Objects.requireNonNull(row.driftAt()), Comparator.reverseOrder()))
        .limit(most)
        .toList();
  }

  @Override
  public synchronized List<Sort> sorts() {
    var sorts = new ArrayList<Sort>();
    for (var row : rows.values()) {
      if (row.closedAt() == null) {
        sorts.add(new Sort(row.channel(), row.entity(), row.cause(), row.risk(), row.state(), 1));
      }
    }
    return sorts;
  }

  @Override
  public synchronized Optional<One> open(long id) {
    return Optional.ofNullable(rows.get(id))
        .map(
            row ->
                new One(
                    row,
                    row.cause() == null
                        ? List.of()
                        : List.of(
                            "market confirmed 10 at 09:14:02, and shows 14 since 09:31:40.",
                            "No movement of TEE-RED-M was heard between the two, from anybody."),
                    heals.getOrDefault(id, List.of())));
  }

  @Override
  public List<Run> runs(int each) {
    var runs = new ArrayList<Run>();
    runs.add(run(8, "erp", "stock", 41, 36, 36, 33, 1, 1, 0, 1, "compared", null));
    runs.add(run(9, "market", "stock", 240, 12, 13, 9, 0, 1, 1, 2, "compared", null));
    runs.add(
        run(
            4,
            "market",
            "stock",
            90_000,
            12,
            12,
            0,
            0,
            0,
            0,
            12,
            "braked",
            "market shows 0 of 12 of 12 SKUs: more than 20 % at once. Look whether that is true, then let them go."));
    runs.add(run(7, "shop", "orders", 700, 388, 387, 387, 0, 0, 0, 1, "compared", null));
    return runs.stream().filter(run -> each > 1 || run.id() != 4).toList();
  }

  private static Run run(
      long id,
      String channel,
      String entity,
      long seconds,
      long expected,
      long observed,
      long agreed,
      long lag,
      long tolerated,
      long suspected,
      long drift,
      String outcome,
      @Nullable String sentence) {
    var at = Instant.now().minusSeconds(seconds);
    return new Run(
        id,
        channel,
        entity,
        at.minusSeconds(3),
        at,
        expected,
        observed,
        agreed,
        lag,
        tolerated,
        suspected,
        drift,
        1_240,
        outcome,
        sentence);
  }

  @Override
  public synchronized List<Held> held() {
    return heldSkus == 0
        ? List.of()
        : List.of(
            new Held(
                "erp",
                heldSkus,
                false,
                "erp shows 0 for 412 of 1,204 SKUs: more than 20 % at once. Is that true? Then let them go."));
  }

  @Override
  public synchronized Done approve(List<Long> ids, String who) {
    return settle(ids, "healing", null, who);
  }

  @Override
  public synchronized Done dismiss(List<Long> ids, String who) {
    return settle(ids, "closed", "dismissed", null);
  }

  @Override
  public synchronized Done retry(List<Long> ids, String who) {
    return settle(ids, "healing", null, who);
  }

  @Override
  public synchronized Done undo(List<Long> ids, String who) {
    return settle(ids, "healing", null, who);
  }

  @Override
  public synchronized Done letGo(String channel, String who) {
    return dismissHeld(channel, who);
  }

  @Override
  public synchronized Done dismissHeld(String channel, String who) {
    var held = heldSkus;
    heldSkus = 0;
    return new Done(held, held);
  }

  private Done settle(
      List<Long> ids, String state, @Nullable String closedAs, @Nullable String who) {
    int done = 0;
    for (var id : ids) {
      var row = rows.get(id);
      if (row != null && row.closedAt() == null) {
        done++;
        rows.put(id, settled(row, state, closedAs));
        if (who != null) {
          heal(id, "heal", row.observed(), row.expected(), who);
        }
      }
    }
    return new Done(ids.size(), done);
  }

  private static Row settled(Row row, String state, @Nullable String closedAs) {
    return new Row(
        row.id(),
        row.channel(),
        row.entity(),
        row.key(),
        row.place(),
        row.expected(),
        row.observed(),
        state,
        row.risk(),
        row.cause(),
        row.looks(),
        row.tries(),
        row.firstAt(),
        row.lastAt(),
        row.driftAt(),
        closedAs == null ? null : Instant.now(),
        closedAs);
  }
}
