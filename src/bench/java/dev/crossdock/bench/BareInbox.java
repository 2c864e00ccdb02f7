package dev.crossdock.bench;

import dev.crossdock.platform.DatabaseLogin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** One table, one writer, one statement and one commit for all that wait. */
final class BareInbox implements AutoCloseable {
  private static final int MOST_AT_ONCE = 256;

  /** What is kept of one. */
  @SuppressWarnings("ArrayRecordComponent") // raw bytes, handed on once and never compared
  record Webhook(String id, byte[] body) {}

  private record Waiting(Webhook webhook, CompletableFuture<Void> done) {}

  private final Connection connection;
  private final PreparedStatement insert;
  private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Thread writer = new Thread(this::write, "writer");

  private BareInbox(Connection connection, PreparedStatement insert) {
    this.connection = connection;
    this.insert = insert;
    writer.setDaemon(true);
  }

  static BareInbox on(DatabaseLogin login) throws SQLException {
    var connection = login.connect();
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          create table bare_inbox (
            id bigint generated always as identity primary key, webhook_id text not null, body bytea not null,
            received_at timestamptz not null default clock_timestamp())
          """);
    }
    var insert =
        connection.prepareStatement(
            "insert into bare_inbox (webhook_id, body) select * from unnest(?::text[], ?::bytea[])");
    var inbox = new BareInbox(connection, insert);
    inbox.writer.start();
    return inbox;
  }

  /** Done when it is committed. */
  CompletableFuture<Void> keep(Webhook webhook) {
    var waiting = new Waiting(webhook, new CompletableFuture<>());
    queue.add(waiting);
    return waiting.done();
  }

  private void write() {
    var batch = new ArrayList<Waiting>();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        batch.clear();
        batch.add(queue.take());
        queue.drainTo(batch, MOST_AT_ONCE - 1);
        commit(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void commit(List<Waiting> batch) {
    try {
      var ids = batch.stream().map(w -> w.webhook().id()).toArray(String[]::new);
      var bodies = batch.stream().map(w -> w.webhook().body()).toArray(byte[][]::new);
      insert.setArray(1, connection.createArrayOf("text", ids));
      insert.setArray(2, connection.createArrayOf("bytea", bodies));
      insert.executeUpdate();
      batch.forEach(w -> w.done().complete(null));
    } catch (SQLException e) {
      batch.forEach(w -> w.done().completeExceptionally(e));
    }
  }

  @Override
  public void close() throws SQLException {
    writer.interrupt();
    connection.close();
  }
}
