package dev.crossdock.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one of the measured processes is told: {@code name=value}.
 *
 * @param values by name
 */
record Arguments(Map<String, String> values) {

  static Arguments of(String... args) {
    return new Arguments(
        Arrays.stream(args)
            .map(arg -> arg.split("=", 2))
            .collect(Collectors.toMap(part -> part[0], part -> part[1])));
  }

  String text(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("expected " + name + "=...");
    }
    return value;
  }

  int number(String name) {
    return Integer.parseInt(text(name));
  }

  Duration millis(String name) {
    return Duration.ofMillis(Long.parseLong(text(name)));
  }

  /** Windows that begin now. */
  Windows windows() {
    return new Windows(System.nanoTime(), millis("warmup"), number("windows"), millis("window"));
  }
}
