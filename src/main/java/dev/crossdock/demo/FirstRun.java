package dev.crossdock.demo;

import dev.crossdock.platform.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The hub with its stand-ins beside it, for a person to look at: what a newcomer sees after one
 * command.
 */
public final class FirstRun {
  private static final Duration LEARN = Duration.ofSeconds(60);

  private final FirstRunOptions options;
  private final PrintStream terminal;
  private Path data = Path.of(".crossdock");
  private @Nullable Stage stage;
  private @Nullable SandboxSecrets secrets;
  private volatile @Nullable SandboxProcess sandbox;

  /** Prepares one. */
  public FirstRun(FirstRunOptions options, PrintStream terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  /** Before anything of the hub starts: where the stand-ins will be, and what proves them. */
  public void prepare(ApplicationEnvironmentPreparedEvent event) {
    var environment = event.getEnvironment();
    data = Path.of(environment.getProperty("hub.data-dir", ".crossdock"));
    secrets = new SandboxSecrets(data);
    var made = stage(environment).keep(data);
    stage = made;
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("sandbox", new HashMap<>(made.settings(data))));
  }

  private Stage stage(ConfigurableEnvironment environment) {
    var port = options.sandboxPort() == 0 ? FreePort.any() : options.sandboxPort();
    var before = Stage.in(data);
    var database =
        Optional.ofNullable(environment.getProperty("hub.database.port", Integer.class))
            .filter(set -> set != 0)
            .orElseGet(() -> before.map(Stage::database).orElseGet(FreePort::any));
    var seed = before.map(Stage::seed).orElse(options.seed());
    return new Stage(seed, 0, 0, database, port, null);
  }

  /** Once the hub answers: the stand-ins, and traffic as soon as the hub knows what they sell. */
  public void begin(ConfigurableApplicationContext hub) throws IOException, InterruptedException {
    var known = secrets;
    var where = stage;
    if (known == null || where == null) {
      throw new IllegalStateException("not prepared");
    }
    var ports = hub.getBean(Ports.class);
    var placed =
        new Stage(
                where.seed(),
                ports.console(),
                ports.edge(),
                where.database(),
                where.sandbox(),
                null)
            .keep(data);
    SandboxProcess.alive(data).ifPresent(SandboxProcess::close);
    var started = SandboxProcess.start(data, placed, known, true);
    sandbox = started;
    var control = new SandboxControl(started.port(), known.token());
    var measure = new Measure(new HubNumbers(hub.getBean(DataSource.class)), control);
    if (!Settling.await(LEARN, Duration.ofSeconds(1), measure::learned)) {
      terminal.printf("  not all is learned yet: %s%n", measure.standing());
    }
    control.traffic(options.rate());
    welcome(placed);
  }

  private void welcome(Stage placed) {
    terminal.printf(
        """

        Shop, marketplace, tills and ERP are selling: %s events a second, played by the sandbox.
          watch         http://localhost:%d/
          routes        http://localhost:%d/hawtio
          webhooks      http://127.0.0.1:%d/webhooks/{channel}/{topic}
          till drops    %s
          everything    %s
        Edit a file in routes/, connectors/, mappings/ or config/channels/ and it is live. Ctrl-C stops it all.

        """,
        options.rate(),
        placed.console(),
        placed.console(),
        placed.edge(),
        Stage.drops(data),
        data.toAbsolutePath());
    terminal.flush();
  }

  /** When the hub stops, before its database does. */
  public void end(ContextClosedEvent event) {
    var running = sandbox;
    if (running != null) {
      running.close();
      sandbox = null;
    }
  }
}
