package dev.crossdock;

import dev.crossdock.demo.Demo;
import dev.crossdock.demo.DemoOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Shows in half a minute that everything adds up, and says so in one line of JSON. */
@Command(
    name = "demo",
    description = {
      "Runs hub and stand-ins for a while, lets things settle, and prints one line of JSON.",
      "Ends with 0 only if every message is accounted for and every system agrees."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--for",
      defaultValue = "30s",
      converter = Span.class,
      description = "how long there is traffic (default ${DEFAULT-VALUE})")
  private Duration lasting = Duration.ofSeconds(30);

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "what catalogue and traffic are made from (default ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--data",
      description = "where it keeps everything (default .crossdock/demo-<seed>)")
  private @Nullable Path data;

  @Option(names = "--resume", description = "go on with a demo that was killed")
  private boolean resume;

  @Option(
      names = "--rate",
      defaultValue = "20",
      description = "events a second (default ${DEFAULT-VALUE})")
  private double rate;

  @Option(
      names = "--lost",
      defaultValue = "0",
      converter = Share.class,
      description = "webhooks that never arrive, as 0.05 or 5%%")
  private Double lost = 0.0;

  @Option(
      names = "--duplicated",
      defaultValue = "0",
      converter = Share.class,
      description = "webhooks that arrive twice")
  private Double duplicated = 0.0;

  @Option(
      names = "--reorder",
      defaultValue = "0s",
      converter = Span.class,
      description = "within what time webhooks change places")
  private Duration reorder = Duration.ZERO;

  @Option(
      names = "--throttled",
      defaultValue = "0",
      converter = Share.class,
      description = "calls that are answered 429")
  private Double throttled = 0.0;

  @Option(
      names = "--planted",
      defaultValue = "3",
      description = "wrong messages planted, of each kind (default ${DEFAULT-VALUE})")
  private int planted;

  @Option(
      names = "--settle",
      defaultValue = "120s",
      converter = Span.class,
      description = "how long things may take to settle (default ${DEFAULT-VALUE})")
  private Duration settle = Duration.ofMinutes(2);

  @Unmatched private final List<String> settings = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    var outcome = new Demo(options(), DemoCommand::hub, System.err).run();
    System.out.println(outcome.json());
    System.out.flush();
    return outcome.holds() ? 0 : 1;
  }

  private DemoOptions options() {
    var folder = data == null ? Path.of(".crossdock", "demo-" + seed) : data;
    return new DemoOptions(
        lasting,
        seed,
        folder,
        resume,
        rate,
        lost,
        duplicated,
        (int) reorder.toSeconds(),
        throttled,
        planted,
        settle,
        settings);
  }

  private static SpringApplication hub() {
    return new SpringApplication(CrossdockApplication.class);
  }

  /** {@code 30s}, {@code 2m}. */
  static final class Span implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return DurationStyle.detectAndParse(value);
    }
  }

  /** {@code 0.05} or {@code 5%}. */
  static final class Share implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      var text = value.strip().toLowerCase(Locale.ROOT);
      return text.endsWith("%")
          ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
          : Double.parseDouble(text);
    }
  }
}
