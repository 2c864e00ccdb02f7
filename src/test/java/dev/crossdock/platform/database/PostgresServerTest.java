package dev.crossdock.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.crossdock.platform.SecretFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  private final Path dataDir;

  PostgresServerTest(@TempDir Path dataDir) {
    this.dataDir = dataDir;
  }

  @Test
  void keepsItsRowsAndItsPasswordsOverARestart() throws Exception {
    try (var first = start()) {
      run(first, "create table kept (word text)");
      run(first, "insert into kept values ('still here')");
    }
    try (var second = start()) {
      assertThat(ask(second, "select word from kept")).isEqualTo("still here");
      assertThat(ask(second, "show fsync")).isEqualTo("on");
      assertThat(ask(second, "show synchronous_commit")).isEqualTo("on");
      assertThat(ask(second, "show listen_addresses")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void keepsPasswordsWhereOnlyItsOwnUserCanReadThem() throws Exception {
    try (var server = start()) {
      var secret = dataDir.resolve("secrets").resolve("database-app");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
          .isEqualTo("rw-------");
      assertThat(server.database().app().toString())
          .doesNotContain(server.database().app().password());
    }
  }

  @Test
  void refusesASecondHubOnTheSameData() throws Exception {
    try (var first = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(DataFolderInUseException.class)
          .hasMessageContaining(
              "PLT-001 another hub (process %d)".formatted(ProcessHandle.current().pid()));
      assertThat(ask(first, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void refusesADatabaseThatForgets() throws Exception {
    try (var forgetful =
        PostgresServer.start(dataDir.resolve("other"), 0, "secret", Map.of("fsync", "off"))) {
      assertThatThrownBy(() -> Durability.demand(forgetful.admin()))
          .hasMessageContaining("PLT-005 the database has fsync = off");
    }
  }

  @Test
  void removesAPidFileThatNowNamesSomebodyElse() throws Exception {
    var server = start();
    server.close();
    var pid = dataDir.resolve("postgres/data/postmaster.pid");
    Files.writeString(
        pid,
        "%d\n%s\n0\n1\n"
            .formatted(ProcessHandle.current().pid(), dataDir.resolve("postgres/data")));

    try (var again = start()) {
      assertThat(ask(again, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void goesOnWithTheServerOfAKilledHub() throws Exception {
    var server = start();
    var url = server.database().app().url();
    run(server, "create table kept (word text)");
    server.close();
    leaveRunning(url);

    try (var again = start()) {
      assertThat(again.database().app().url()).isEqualTo(url);
      assertThat(ask(again, "select count(*) from kept")).isEqualTo("0");
    }
  }

  @Test
  void startsItselfAgainWhenItIsKilled() throws Exception {
    try (var server = start()) {
      run(server, "create table kept (word text)");
      var pid =
          Long.parseLong(
              Files.readAllLines(dataDir.resolve("postgres/data/postmaster.pid")).get(0).strip());
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();

      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> ask(server, "select count(*) from kept").equals("0"));
    }
  }

  /** As a hub would that was killed: the server runs, and nobody holds the folder. */
  private void leaveRunning(String url) throws IOException {
    var base = dataDir.resolve("postgres").toAbsolutePath();
    var port = url.replaceFirst(".*:(\\d+)/.*", "$1");
    new PostgresProgram(PostgresBinaries.unpacked(base))
        .run(
            base.resolve("left.log"),
            "pg_ctl",
            "start",
            "--wait",
            "--pgdata=" + base.resolve("data"),
            "--log=" + base.resolve("server.log"),
            "--options=-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c port="
                + port);
  }

  private EmbeddedDatabase start() throws IOException, SQLException {
    return EmbeddedDatabase.start(dataDir, 0, new SecretFiles(dataDir, Map.of()));
  }

  private static void run(EmbeddedDatabase server, String sql) throws SQLException {
    try (var connection = server.database().owner().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(EmbeddedDatabase server, String sql) throws SQLException {
    try (var connection = server.database().owner().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
