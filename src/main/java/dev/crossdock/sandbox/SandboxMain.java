package dev.crossdock.sandbox;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.crossdock.sandbox.market.MarketTokens;
import dev.crossdock.sandbox.wire.WireServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the sandbox: stand-ins for a shop, a marketplace, tills and an ERP, in one process. */
@Command(
    name = "sandbox",
    description = "Stand-ins for a shop, a marketplace, tills and an ERP, on loopback.",
    mixinStandardHelpOptions = true)
public final class SandboxMain implements Callable<Integer> {
  private static final String PREFIX = "CROSSDOCK_SANDBOX_";

  @Option(names = "--port", description = "HTTP port on 127.0.0.1; 0 takes a free one.")
  private int port;

  @Option(names = "--jdbc-url", required = true, description = "The sandbox's own database.")
  private String jdbcUrl = "";

  @Option(names = "--jdbc-user", description = "Its owner.")
  private String jdbcUser = "sandbox";

  @Option(names = "--hub", description = "Where webhooks go.")
  private URI hub = URI.create("http://127.0.0.1:8081");

  @Option(names = "--drops", required = true, description = "Where tills leave their files.")
  private Path drops = Path.of("drops");

  @Option(names = "--data", required = true, description = "Where sandbox.json is written.")
  private Path data = Path.of("data");

  @Option(names = "--seed", description = "What makes one sandbox the same as another.")
  private long seed = 7;

  @Option(names = "--with-parent", description = "Stop when standard input closes.")
  private boolean withParent;

  /** Starts and stays until it is told to stop. */
  public static void main(String[] arguments) {
    quietLogs();
    System.exit(new CommandLine(new SandboxMain()).execute(arguments));
  }

  private static void quietLogs() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var sandbox = Sandbox.start(settings(System.getenv()), Clock.systemUTC());
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  sandbox.close();
                  stopped.countDown();
                }));
    System.out.println("sandbox ready on 127.0.0.1:" + sandbox.port());
    if (withParent) {
      WireServer.daemon("parent").newThread(SandboxMain::waitForParent).start();
    }
    stopped.await();
    return 0;
  }

  private static void waitForParent() {
    try {
      while (System.in.read() >= 0) {
        // what the parent says does not matter, only that it is there
      }
    } catch (IOException e) {
      // gone as well
    }
    System.exit(0);
  }

  private SandboxSettings settings(Map<String, String> environment) {
    return new SandboxSettings(
        port,
        jdbcUrl,
        jdbcUser,
        hub,
        drops,
        data,
        seed,
        new SandboxSettings.Secrets(
            secret(environment, "DB_PASSWORD"),
            secret(environment, "TOKEN"),
            secret(environment, "SHOP_TOKEN"),
            secret(environment, "SHOP_SECRET"),
            secret(environment, "TILLS_TOKEN"),
            new MarketTokens.Credentials(
                secret(environment, "MARKET_CLIENT_ID"),
                secret(environment, "MARKET_CLIENT_SECRET"),
                secret(environment, "MARKET_REFRESH_TOKEN"))));
  }

  private static String secret(Map<String, String> environment, String name) {
    var value = environment.get(PREFIX + name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "%s%s is not set. Set it in the environment; it is never an option."
              .formatted(PREFIX, name));
    }
    return value;
  }
}
