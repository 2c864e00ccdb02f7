package dev.crossdock;

import dev.crossdock.demo.FirstRun;
import dev.crossdock.demo.FirstRunOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.boot.SpringApplication;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Runs the hub until it is told to stop. */
@Command(
    name = "run",
    description = "Runs the hub. Settings may follow, as --name=value.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  /** No exit code: the hub goes on. */
  static final int STILL_RUNNING = -1;

  @Option(
      names = "--with-sandbox",
      description = "also start stand-ins for four systems, and let them sell")
  private boolean withSandbox;

  @Option(
      names = "--sandbox-port",
      defaultValue = "8090",
      description = "where the stand-ins answer, 0 for any free port (default ${DEFAULT-VALUE})")
  private int sandboxPort;

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "what the stand-ins' catalogue is made from (default ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--rate",
      defaultValue = "5",
      description = "the stand-ins' events a second (default ${DEFAULT-VALUE})")
  private double rate;

  @Unmatched private final List<String> settings = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    var application = new SpringApplication(CrossdockApplication.class);
    var arguments = settings.toArray(String[]::new);
    if (!withSandbox) {
      application.run(arguments);
      return STILL_RUNNING;
    }
    new FirstRun(new FirstRunOptions(sandboxPort, seed, rate), System.out)
        .run(application, arguments);
    return STILL_RUNNING;
  }
}
