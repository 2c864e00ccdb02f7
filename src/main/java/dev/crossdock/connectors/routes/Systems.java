package dev.crossdock.connectors.routes;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Tells from a template's name for which system it is: the last of its words that names one. */
final class Systems {
  private Systems() {}

  static Optional<String> of(String template, Collection<String> systems) {
    var words = "-" + template + "-";
    return systems.stream()
        .filter(system -> words.contains("-" + system + "-"))
        .max(
            Comparator.<String>comparingInt(s -> words.lastIndexOf("-" + s + "-") + s.length())
                .thenComparingInt(String::length));
  }
}
