package dev.crossdock.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossdock.kernel.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Four made-up orders: sent, open, cancelled, and one that does not add up. */
class FixtureOrders implements OrdersDesk {
  private static final Instant AT = Instant.parse("2026-06-01T09:30:00Z");

  private final List<Row> all =
      List.of(
          row("1001", "sent", "41.95", null, null, List.of("sale", "shipment", "shipment")),
          row("1002", "open", "19.00", null, null, List.of("sale")),
          row("1003", "cancelled", "19.00", "customer", null, List.of("sale", "cancellation")),
          row(
              "1004",
              "open",
              "42.00",
              null,
              "order #1004 of shop adds up to 41.95 GBP, but shop says 42.00: a difference of 0.05. Correct it there, or the mapping that left something out, then replay.",
              List.of()));

  private static Row row(
      String id,
      String state,
      String total,
      @Nullable String cause,
      @Nullable String hold,
      List<String> documents) {
    var lines =
        "[{\"sku\": \"TEE-RED-M\", \"quantity\": 2}, {\"title\": \"<b>Tee</b>\", \"quantity\": 1}]";
    return new Row(
        "shop",
        id,
        "#" + id,
        state,
        AT,
        AT,
        cause,
        false,
        "GBP",
        total,
        "0",
        hold == null ? null : "ORD-010",
        hold,
        Json.read(lines.getBytes(UTF_8)),
        documents,
        Json.mapper().createArrayNode());
  }

  @Override
  public List<Row> rows(Wanted wanted, int most) {
    return all.stream()
        .filter(row -> wanted.state() == null || row.state().equals(wanted.state()))
        .filter(
            row ->
                wanted.text() == null
                    || Stream.of(row.id(), row.name())
                        .anyMatch(n -> Objects.equals(n, wanted.text())))
        .filter(row -> !wanted.onHold() || row.holdCode() != null)
        .limit(most)
        .toList();
  }

  @Override
  public Map<String, Long> lastDay() {
    return Map.of("sent", 1L, "open", 2L, "cancelled", 1L);
  }

  @Override
  public Map<String, Long> sentFrom() {
    return Map.of("dc", 3L);
  }

  @Override
  public Live.Orders figures() {
    return new Live.Orders(lastDay(), onHold(), sentFrom(), 4, 3);
  }

  @Override
  public long onHold() {
    return 1;
  }
}
