package dev.crossdock.demo;

import dev.crossdock.edge.EdgeServer;
import dev.crossdock.platform.Ports;
import dev.crossdock.sync.Syncs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
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

  /** Prepares one. */
  public FirstRun(FirstRunOptions options, PrintStream terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  /**
   * Where everything is, once the settings are known.
   *
   * @param data the folder of the hub's data
   * @param secrets what hub and stand-ins tell each other to be believed
   */
  private record Prepared(Path data, Stage stage, SandboxSecrets secrets) {}

  /** Starts both, lets the hub learn what is sold, and then lets them sell; returns at once. */
  public void run(SpringApplication hub, String... arguments) {
    var prepared = new CompletableFuture<Prepared>();
    hub.addListeners(
        new ApplicationListener<ApplicationEnvironmentPreparedEvent>() {
          @Override
          public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
            prepared.complete(prepare(event.getEnvironment()));
          }
        });
    var alongside = Alongside.of(hub, () -> start(prepared.join()));
    var context = hub.run(arguments);
    var known = prepared.join();
    var control = new SandboxControl(alongside.sandbox().port(), known.secrets().token());
    var measure = new Measure(new HubNumbers(context.getBean(DataSource.class)), control);
    if (!Asking.during(
        context.getBean(Syncs.class),
        Duration.ofSeconds(10),
        () -> Settling.await(LEARN, Duration.ofMillis(500), measure::learned))) {
      terminal.printf("  not all is learned yet: %s%n", measure.standing());
    }
    control.traffic(options.rate());
    welcome(known, context);
  }

  private Prepared prepare(ConfigurableEnvironment environment) {
    var data = Path.of(environment.getProperty("hub.data-dir", ".crossdock"));
    var stage = stage(environment, data).keep(data);
    var settings = new HashMap<>(stage.settings(data));
    settings.put("hub.edge.port", stage.edge());
    settings.put("hub.edge.address", "127.0.0.1");
    environment.getPropertySources().addFirst(new MapPropertySource("sandbox", settings));
    return new Prepared(data, stage, new SandboxSecrets(data));
  }

  private Stage stage(ConfigurableEnvironment environment, Path data) {
    var before = Stage.in(data);
    var database = set(environment, "hub.database.port", 0);
    var edge = set(environment, "hub.edge.port", 8081);
    return new Stage(
        before.map(Stage::seed).orElse(options.seed()),
        set(environment, "server.port", 8080),
        edge == 0 ? FreePort.any() : edge,
        database == 0
            ? before.map(stage -> stage.databaseAgain(data)).orElseGet(FreePort::any)
            : database,
        options.sandboxPort() == 0 ? FreePort.any() : options.sandboxPort(),
        null,
        null);
  }

  private static int set(ConfigurableEnvironment environment, String name, int otherwise) {
    var port = environment.getProperty(name, Integer.class);
    return port == null ? otherwise : port;
  }

  private static SandboxProcess start(Prepared prepared) throws IOException, InterruptedException {
    var left = SandboxProcess.alive(prepared.data(), prepared.secrets().token());
    left.ifPresent(SandboxProcess::close);
    return SandboxProcess.start(prepared.data(), prepared.stage(), prepared.secrets(), true);
  }

  private void welcome(Prepared prepared, ApplicationContext context) {
    var ports = context.getBean(Ports.class);
    terminal.printf(
        """
        Shop, marketplace, tills and ERP are selling, played by the sandbox: %s events a second.
          watch         http://localhost:%d/
          routes        http://localhost:%d/hawtio
          webhooks      http://127.0.0.1:%d/webhooks/{channel}/{topic}
          till drops    %s
        Edit a file in routes/, connectors/, mappings/ or config/channels/ and it is live.
        Ctrl-C stops everything; the next run goes on from %s.

        """,
        options.rate(),
        ports.console(),
        ports.console(),
        context.getBean(EdgeServer.class).port(),
        Stage.drops(prepared.data()),
        prepared.data().toAbsolutePath());
    terminal.flush();
  }
}
