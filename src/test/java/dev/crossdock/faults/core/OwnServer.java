package dev.crossdock.faults.core;

import dev.crossdock.platform.DatabaseLogin;
import dev.crossdock.platform.database.Migrations;
import dev.crossdock.platform.database.PostgresServer;
import dev.crossdock.platform.database.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A PostgreSQL of one fault's own, which keeps what it says it keeps: it may be killed, paused, and
 * run out of disk. Killed, it is started again within a second or two.
 */
public final class OwnServer implements AutoCloseable {
  private static final String PASSWORD = "test-only";

  private final Path folder;
  private final PostgresServer server;

  /** Starts it on an empty folder and makes the hub's tables. */
  public OwnServer(Path folder, Map<String, String> settings) throws IOException, SQLException {
    this.folder = folder.toAbsolutePath();
    server = PostgresServer.start(this.folder, 0, PASSWORD, settings);
    Roles.ensure(server.admin(), PASSWORD, PASSWORD, PASSWORD);
    Migrations.run(login(Roles.OWNER), Roles.APP);
  }

  /** How either role gets in. */
  public DatabaseLogin login(String role) {
    return new DatabaseLogin(server.url(Roles.DATABASE), role, PASSWORD);
  }

  /** The owner's way in; a connection for each question, as none outlives a kill. */
  public DriverManagerDataSource owner() {
    var login = login(Roles.OWNER);
    return new DriverManagerDataSource(login.url(), login.user(), login.password());
  }

  /** As a power cut for its processes. */
  public void kill() throws IOException {
    var all = processes();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** Lets it stand still, and go on after a while. */
  public void pause(Duration time) throws IOException, InterruptedException {
    var all = processes();
    signal("STOP", all);
    Thread.sleep(time.toMillis());
    signal("CONT", all);
  }

  /** Whether it answers. */
  public boolean answers() {
    try (var connection = owner().getConnection();
        var statement = connection.createStatement()) {
      return statement.execute("select 1");
    } catch (SQLException e) {
      return false;
    }
  }

  /** Waits until it answers again. */
  public void awaitAnswer(Duration most) throws InterruptedException {
    var until = System.nanoTime() + most.toNanos();
    while (!answers()) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("the database did not come back within " + most);
      }
      Thread.sleep(100);
    }
  }

  private List<ProcessHandle> processes() throws IOException {
    var file = folder.resolve("data").resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return List.of();
    }
    var pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
    return ProcessHandle.of(pid)
        .map(first -> Stream.concat(Stream.of(first), first.descendants()).toList())
        .orElse(List.of());
  }

  static void signal(String name, List<ProcessHandle> to) throws IOException, InterruptedException {
    for (var process : to) {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
          .redirectErrorStream(true)
          .start()
          .waitFor(5, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() throws IOException {
    server.drop();
  }
}
