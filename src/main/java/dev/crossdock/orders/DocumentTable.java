package dev.crossdock.orders;

import dev.crossdock.kernel.Json;
import dev.crossdock.orders.Documents.Document;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of documents that the books were or will be told of. */
@Component
class DocumentTable {
  private static final String PUT =
      """
      insert into orders_documents as d (book, reference, channel, order_id, kind, amount, at, payload)
      select ?, reference, ?, order_id, kind, amount, at::timestamptz, payload::jsonb
      from unnest(?::text[], ?::text[], ?::text[], ?::numeric[], ?::text[], ?::text[])
        as v (reference, order_id, kind, amount, at, payload)
      order by reference
      on conflict (book, reference) do update
      set revision = d.revision + 1, amount = excluded.amount, at = excluded.at, payload = excluded.payload,
          owed_at = crossdock_now()
      where d.payload <> excluded.payload
      returning d.reference, d.revision
      """;

  private final JdbcTemplate jdbc;

  DocumentTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes those that are new or say something else than before; their revisions by reference. */
  Map<String, Integer> put(String book, String channel, List<Document> documents) {
    var revisions = new HashMap<String, Integer>();
    jdbc.query(
        PUT,
        row -> {
          revisions.put(row.getString(1), row.getInt(2));
        },
        book,
        channel,
        documents.stream().map(Document::reference).toArray(String[]::new),
        documents.stream().map(Document::order).toArray(String[]::new),
        documents.stream().map(Document::kind).toArray(String[]::new),
        documents.stream().map(Document::amount).toArray(BigDecimal[]::new),
        documents.stream().map(d -> d.at().toString()).toArray(String[]::new),
        documents.stream().map(d -> Json.text(d.payload())).toArray(String[]::new));
    return revisions;
  }
}
