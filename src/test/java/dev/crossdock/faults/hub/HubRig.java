package dev.crossdock.faults.hub;

import dev.crossdock.CrossdockApplication;
import dev.crossdock.faults.core.CoreRig;
import dev.crossdock.faults.core.Door;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.platform.DatabaseLogin;
import dev.crossdock.platform.database.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The whole hub on a database and a broker that are processes of their own. */
final class HubRig implements AutoCloseable {
  private static final Path FIXTURE = Path.of("src/test/resources/faults");
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);

  private final CoreRig world;
  private final Path folder;
  private final DatabaseLogin owner;
  private final DatabaseLogin app;
  private final int edge = OwnProcess.freePort();
  private final int brokerPort = OwnProcess.freePort();
  private final List<OwnProcess> all = new ArrayList<>();
  private @Nullable OwnProcess broker;
  private @Nullable OwnProcess hub;
  private Path brokerFolder;

  HubRig(DatabaseLogin owner, DatabaseLogin app, DataSource database, Path folder, long seed)
      throws IOException {
    this.owner = owner;
    this.app = app;
    this.folder = folder.toAbsolutePath();
    this.brokerFolder = this.folder.resolve("broker");
    this.world = new CoreRig(app, database, folder, seed, 25);
  }

  CoreRig world() {
    return world;
  }

  /** Where its senders send to. */
  Door door() {
    return new Door(edge, "webhooks");
  }

  /** Where the till drops its files. */
  Path drops() {
    return folder.resolve("drops");
  }

  void brokerFolder(Path other) {
    brokerFolder = other;
  }

  OwnProcess startBroker(int mostDiskPercent) throws IOException, InterruptedException {
    Files.createDirectories(brokerFolder);
    var started =
        OwnProcess.start(
            folder.resolve("broker.log"),
            brokerPort,
            Map.of(),
            List.of("-Xmx192m"),
            BrokerMain.class,
            List.of(
                Integer.toString(brokerPort),
                brokerFolder.toString(),
                Integer.toString(mostDiskPercent)));
    all.add(started);
    started.awaitListening(STARTS_WITHIN);
    broker = started;
    return started;
  }

  /** Starts the hub and waits until it takes webhooks. */
  OwnProcess startHub(@Nullable String crash, String... more)
      throws IOException, InterruptedException {
    var options = new ArrayList<>(List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError"));
    if (crash != null) {
      options.add("-D" + CrashPoints.PROPERTY + "=" + crash);
    }
    var arguments = new ArrayList<>(List.of("run"));
    arguments.add("--hub.data-dir=" + folder.resolve("data"));
    arguments.add("--server.port=0");
    arguments.add("--hub.edge.address=127.0.0.1");
    arguments.add("--hub.edge.port=" + edge);
    for (var kind : List.of("connectors", "channels", "routes", "mappings", "syncs")) {
      arguments.add("--hub." + kind + "-dir=" + FIXTURE.resolve(kind));
    }
    arguments.add("--fixture.stand-ins=" + world.standIns());
    arguments.add("--fixture.drops=" + drops());
    arguments.add("--hub.delivery.second-look=2s");
    arguments.add("--hub.database.mode=external");
    arguments.add("--hub.database.url=" + app.url());
    arguments.add("--hub.database.owner-user=" + Roles.OWNER);
    arguments.add("--hub.database.owner-password=" + owner.password());
    arguments.add("--hub.database.app-user=" + Roles.APP);
    arguments.add("--hub.database.app-password=" + app.password());
    arguments.add("--spring.artemis.mode=native");
    arguments.add("--spring.artemis.embedded.enabled=false");
    arguments.add(
        "--spring.artemis.broker-url=tcp://127.0.0.1:%d?blockOnNonDurableSend=true"
            .formatted(brokerPort));
    arguments.add("--spring.artemis.user=hub");
    arguments.add("--spring.artemis.password=hub");
    arguments.addAll(List.of(more));
    var started =
        OwnProcess.start(
            folder.resolve("hub.log"),
            edge,
            Map.of("CROSSDOCK_SECRET_WEBHOOK", Door.SECRET),
            options,
            CrossdockApplication.class,
            arguments);
    all.add(started);
    started.awaitListening(STARTS_WITHIN);
    hub = started;
    world.begin(edge);
    return started;
  }

  OwnProcess broker() {
    return java.util.Objects.requireNonNull(broker);
  }

  OwnProcess hub() {
    return java.util.Objects.requireNonNull(hub);
  }

  @Override
  public void close() {
    all.forEach(OwnProcess::kill);
    world.close();
  }
}
