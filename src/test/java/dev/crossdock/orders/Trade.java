package dev.crossdock.orders;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.delivery.HubCore;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.ChannelSettings;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.References;
import dev.crossdock.kernel.Sku;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.mapping.Mappings;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A retailer with a shop, a marketplace, the tills of two stores and an ERP: what they say goes
 * through the project's own mappings into the hub's own books.
 */
final class Trade implements AutoCloseable {
  private static final Map<String, String> STORES = Map.of("17", "leeds", "23", "york");
  private static final Instant HEARD = Instant.parse("2026-06-03T09:00:00Z");
  private static final int SKU_DIGITS = 3;

  final JdbcTemplate sql;
  private final HubCore core;
  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final AtomicLong messages = new AtomicLong();

  Trade(TestDatabase database) {
    sql = new JdbcTemplate(database.owner());
    core =
        new HubCore(database.app(), database.app(), Path.of("src/test/resources/trade"), Map.of());
    context.registerBean(References.class, Names::new);
    context.registerBean(
        ChannelSettings.class,
        () -> channel -> Map.of("channel", channel, "zone", "Europe/London", "currency", "GBP"));
    context.register(Mappings.class);
    context.refresh();
  }

  /** Something that was said, and which mapping understands it. */
  record Said(String channel, String mapping, JsonNode document) {}

  List<Verdict> take(Said... said) {
    return take(List.of(said));
  }

  /** All of one channel and mapping, in one transaction; what no mapping lets pass has ended. */
  List<Verdict> take(List<Said> said) {
    var channel = said.get(0).channel();
    var heard =
        said.stream()
            .map(
                one ->
                    new Message(
                        messages.incrementAndGet(),
                        channel,
                        "heard",
                        Map.of(),
                        HEARD,
                        one.document(),
                        null))
            .toList();
    var mapped =
        context.getBean(Mappings.class).apply(said.get(0).mapping(), new Batch(channel, 1, heard));
    var booked =
        Objects.requireNonNull(
            core.get(TransactionTemplate.class)
                .execute(status -> core.get(OrderBook.class).take(mapped)));
    var verdicts = new ArrayList<Verdict>();
    var next = booked.iterator();
    mapped
        .messages()
        .forEach(
            message -> {
              var ended = message.verdict();
              verdicts.add(ended == null ? next.next() : ended);
            });
    return verdicts;
  }

  JsonNode translate(String mapping, JsonNode document) {
    return context.getBean(Mappings.class).translate(mapping, document);
  }

  <T> T get(Class<T> type) {
    return core.get(type);
  }

  /** The rows of a query, each as one text. */
  List<String> rows(String query, Object... parameters) {
    return sql.query(
        query,
        (row, n) -> {
          var columns = new ArrayList<String>();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            columns.add(String.valueOf(row.getString(i)));
          }
          return String.join(" ", columns);
        },
        parameters);
  }

  @Override
  public void close() {
    context.close();
    core.close();
  }

  /** Variants and barcodes end in the number of their SKU; the marketplace knows ours. */
  private static final class Names implements References {
    @Override
    public Optional<Sku> sku(String channel, String kind, String code) {
      return Optional.of(
          new Sku(kind.equals("sku") ? code : "S" + code.substring(code.length() - SKU_DIGITS)));
    }

    @Override
    public Optional<LocationId> location(String channel, String slot) {
      return Optional.ofNullable(STORES.get(slot)).map(LocationId::new);
    }
  }
}
