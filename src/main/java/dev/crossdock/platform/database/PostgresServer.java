package dev.crossdock.platform.database;

import dev.crossdock.platform.DatabaseLogin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL server of our own, on a folder of our own: it listens on loopback only, and asks
 * everybody for a password from its first moment.
 *
 * <p>It is stopped when closed, and outlives a killed hub; the next start finds it and goes on with
 * it.
 */
public final class PostgresServer implements AutoCloseable {
  /** The role that may do everything; the hub uses it only to make the other roles. */
  public static final String ADMIN = "postgres";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

  private final Path data;
  private final Path output;
  private final PostgresProgram program;
  private final DataFolderLock lock;
  private final DatabaseLogin admin;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(PostgresServer::daemon);

  private PostgresServer(
      Path base,
      PostgresProgram program,
      DataFolderLock lock,
      int port,
      String password,
      Map<String, String> settings) {
    this.data = base.resolve("data");
    this.output = base.resolve("start.log");
    this.program = program;
    this.lock = lock;
    this.admin = new DatabaseLogin(url(port, "postgres"), ADMIN, password);
    var unused =
        watch.scheduleWithFixedDelay(() -> revive(base, port, settings), 1, 1, TimeUnit.SECONDS);
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "database-watch");
    thread.setDaemon(true);
    return thread;
  }

  /** Nobody else would start it again. */
  private void revive(Path base, int port, Map<String, String> settings) {
    try {
      if (Postmaster.of(data).isEmpty()) {
        LOG.error("the database is gone; starting it again");
        start(program, base, port, settings, output);
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("the database does not start again yet: {}", e.getMessage());
    }
  }

  /**
   * Starts it, or goes on with the one that a killed hub left running.
   *
   * @param folder where everything of it is kept
   * @param port where to listen; 0 for the last one if it is free, else any
   * @param password of {@link #ADMIN}, set when the data folder is made
   * @param settings what differs from PostgreSQL's defaults
   */
  public static PostgresServer start(
      Path folder, int port, String password, Map<String, String> settings) throws IOException {
    var base = folder.toAbsolutePath();
    Files.createDirectories(base);
    var lock = DataFolderLock.take(base);
    try {
      var began = System.nanoTime();
      var program = new PostgresProgram(PostgresBinaries.unpacked(base));
      var listening = listen(base, port, password, settings, program);
      LOG.info(
          "the database listens on 127.0.0.1:{} after {} ms",
          listening,
          (System.nanoTime() - began) / 1_000_000);
      return new PostgresServer(base, program, lock, listening, password, settings);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Stops a server that a killed hub left running on that folder, if there is one. */
  public static void stopLeftOver(Path folder) throws IOException {
    var base = folder.toAbsolutePath();
    var data = base.resolve("data");
    if (Postmaster.of(data).isPresent()) {
      var program = new PostgresProgram(PostgresBinaries.unpacked(base));
      stop(program, data, base.resolve("start.log"));
    }
  }

  private static int listen(
      Path base, int port, String password, Map<String, String> settings, PostgresProgram program)
      throws IOException {
    var data = base.resolve("data");
    var output = base.resolve("start.log");
    Files.deleteIfExists(output);
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      initialise(base, data, password, program, output);
    }
    var running = Postmaster.of(data);
    if (running.isPresent() && (port == 0 || port == running.get().port())) {
      LOG.warn(
          "a database left by a killed hub is still running (pid {}); going on with it",
          running.get().pid());
      return running.get().port();
    }
    if (running.isPresent()) {
      stop(program, data, output);
    }
    var chosen = port == 0 ? lastOrAnyPort(base) : port;
    start(program, base, chosen, settings, output);
    Files.writeString(base.resolve("port"), Integer.toString(chosen));
    return chosen;
  }

  private static void initialise(
      Path base, Path data, String password, PostgresProgram program, Path output)
      throws IOException {
    var draft = base.resolve("data.new");
    FileSystemUtils.deleteRecursively(draft);
    var secret = base.resolve("data.password");
    Files.deleteIfExists(secret);
    ownerOnly(secret);
    try {
      Files.writeString(secret, password, StandardOpenOption.WRITE);
      program.run(
          output,
          "initdb",
          "--pgdata=" + draft,
          "--username=" + ADMIN,
          "--auth=scram-sha-256",
          "--pwfile=" + secret,
          "--encoding=UTF8",
          "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8",
          "--locale=C",
          "--data-checksums");
    } finally {
      Files.deleteIfExists(secret);
    }
    Files.move(draft, data);
  }

  private static void ownerOnly(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
  }

  private static void start(
      PostgresProgram program, Path base, int port, Map<String, String> settings, Path output)
      throws IOException {
    var all = new LinkedHashMap<String, String>();
    all.put("listen_addresses", "127.0.0.1");
    all.put("port", Integer.toString(port));
    all.put("unix_socket_directories", "");
    all.put("password_encryption", "scram-sha-256");
    all.put("timezone", "UTC");
    all.put("log_timezone", "UTC");
    all.putAll(settings);
    program.run(
        output,
        "pg_ctl",
        "start",
        "--wait",
        "--timeout=60",
        "--pgdata=" + base.resolve("data"),
        "--log=" + base.resolve("server.log"),
        "--options=" + options(all));
  }

  private static String options(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> "-c %s='%s'".formatted(setting.getKey(), setting.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static int lastOrAnyPort(Path base) throws IOException {
    var last = base.resolve("port");
    if (Files.exists(last)) {
      var port = Integer.parseInt(Files.readString(last).strip());
      try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException taken) {
        LOG.info("port {} is taken by somebody else; the database moves to another", port);
      }
    }
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /** Into which database of this server. */
  public String url(String database) {
    return admin.url().replaceFirst("/[^/]*$", "/" + database);
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /** The login that may do everything. */
  public DatabaseLogin admin() {
    return admin;
  }

  @Override
  public void close() throws IOException {
    watch.shutdown();
    try {
      watch.awaitTermination(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      if (Postmaster.of(data).isPresent()) {
        stop(program, data, output);
      }
    } finally {
      lock.close();
    }
  }

  /** Ends it at once, as a power cut would; for data that nobody needs any more. */
  public void drop() throws IOException {
    watch.shutdownNow();
    Postmaster.of(data)
        .flatMap(server -> ProcessHandle.of(server.pid()))
        .ifPresent(ProcessHandle::destroyForcibly);
    lock.close();
  }

  private static void stop(PostgresProgram program, Path data, Path output) throws IOException {
    program.run(
        output, "pg_ctl", "stop", "--wait", "--timeout=30", "--mode=fast", "--pgdata=" + data);
  }
}
