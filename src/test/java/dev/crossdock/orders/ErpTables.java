package dev.crossdock.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Json;
import dev.crossdock.platform.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The tables of the ERP's stand-in, written by the project's own kamelets. */
final class ErpTables implements AutoCloseable {
  /** Which route of the test's channel stands for which kamelet and mapping. */
  private static final Map<String, List<String>> SINKS =
      Map.of(
          "enter", List.of("erp-documents-sink", "orders/documents-to-erp"),
          "book", List.of("erp-bookings-sink", "inventory/movements-to-erp"));

  private static final int BATCH = 200;

  private final JdbcTemplate tables;
  private final CamelContext camel = new DefaultCamelContext();

  ErpTables() {
    var login = TestDatabase.sandbox();
    var source = new DriverManagerDataSource(login.url(), login.user(), login.password());
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/sandbox")
        .defaultSchema("sandbox")
        .createSchemas(true)
        .load()
        .migrate();
    tables = new JdbcTemplate(source);
    var kamelets = new KameletComponent();
    kamelets.setLocation("file:connectors/erp");
    camel.addComponent("kamelet", kamelets);
    camel.getRegistry().bind("erp", source);
    camel.start();
  }

  void empty() {
    tables.execute("truncate erp.documents, erp.sales_staging");
  }

  /** Tells it everything that it is owed, in the order in which it was owed. */
  void tell(Trade trade) {
    SINKS.keySet().forEach(flow -> batches(owed(trade, flow)).forEach(b -> send(trade, flow, b)));
  }

  /** The same with answers that were lost, so that all is said twice, and nothing in its order. */
  void tellTwiceInAnyOrder(Trade trade, Random random) {
    for (var flow : SINKS.keySet()) {
      var owed = owed(trade, flow);
      owed.addAll(List.copyOf(owed));
      Collections.shuffle(owed, random);
      batches(owed).forEach(batch -> send(trade, flow, batch));
    }
  }

  private static List<ObjectNode> owed(Trade trade, String flow) {
    return new ArrayList<>(
        trade.sql.query(
            "select key, payload::text from delivery_outbox where channel = 'erp' and flow = ? order by id",
            (row, n) -> {
              var payload = Json.read(row.getString(2).getBytes(StandardCharsets.UTF_8));
              return Json.mapper()
                  .createObjectNode()
                  .put("key", row.getString(1))
                  .setAll((ObjectNode) payload);
            },
            flow));
  }

  private static List<List<ObjectNode>> batches(List<ObjectNode> all) {
    var batches = new ArrayList<List<ObjectNode>>();
    for (int from = 0; from < all.size(); from += BATCH) {
      batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
    return batches;
  }

  private void send(Trade trade, String flow, List<ObjectNode> items) {
    var request = Json.mapper().createObjectNode().put("channel", "erp");
    request.putArray("items").addAll(items);
    var how = SINKS.getOrDefault(flow, List.of());
    JsonNode rows = trade.translate(how.get(1), request);
    try (var template = camel.createProducerTemplate()) {
      template.requestBody("kamelet:" + how.get(0) + "?dataSource=erp", rows);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  List<String> rows(String query) {
    return tables.query(query, (row, n) -> row.getString(1));
  }

  @Override
  public void close() {
    camel.stop();
  }
}
