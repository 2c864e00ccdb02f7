package dev.crossdock.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.jspecify.annotations.Nullable;

/** Where routes and kamelets may send to and hear from, and with which options. */
final class Endpoints {
  /** What a file may name; everything else could reach where nobody looks. */
  private static final Set<String> ALLOWED =
      Set.of(
          "kamelet", "direct", "jms", "kafka", "sql", "http", "https", "file", "quartz", "timer",
          "log");

  /** What the hub itself puts before an address. */
  private static final Map<String, String> KNOWN = Map.of("{{hub.queues.intake}}", "jms:queue:");

  private static final CamelCatalog CATALOG = catalog();

  private Endpoints() {}

  /** The component an endpoint is of; a placeholder that hides it stays a placeholder. */
  static String scheme(String uri) {
    var plain = plain(uri);
    var end = plain.indexOf(':');
    return end < 0 ? plain : plain.substring(0, end);
  }

  static boolean allowed(String scheme) {
    return ALLOWED.contains(scheme);
  }

  static String allowed() {
    return ALLOWED.stream().sorted().collect(Collectors.joining(", "));
  }

  /**
   * Something wrong with an endpoint.
   *
   * @param option which option; empty when it is the address
   * @param what a sentence without its end
   */
  record Problem(String option, String what) {}

  /** What is wrong with an endpoint's options. */
  static List<Problem> problems(String uri, JsonNode parameters) {
    var plain = plain(uri);
    var query = new ArrayList<String>();
    parameters
        .properties()
        .forEach(entry -> query.add(entry.getKey() + "=" + encode(entry.getValue().asText())));
    var whole =
        query.isEmpty()
            ? plain
            : plain + (plain.contains("?") ? "&" : "?") + String.join("&", query);
    return problems(CATALOG.validateEndpointProperties(whole, false));
  }

  private static List<Problem> problems(EndpointValidationResult result) {
    var problems = new ArrayList<Problem>();
    // a component that takes any option would send a misspelt one to the other side
    for (var unknown : Arrays.asList(result.getUnknown(), result.getLenient())) {
      if (unknown != null) {
        unknown.forEach(name -> problems.add(unknown(result, name)));
      }
    }
    add(problems, "is not a whole number", result.getInvalidInteger());
    add(problems, "is not a number", result.getInvalidNumber());
    add(problems, "is neither true nor false", result.getInvalidBoolean());
    add(problems, "is not a duration", result.getInvalidDuration());
    add(problems, "is not one of its choices", result.getInvalidEnum());
    if (result.getRequired() != null) {
      result
          .getRequired()
          .forEach(name -> problems.add(new Problem("", "'%s' is missing".formatted(name))));
    }
    if (result.getSyntaxError() != null) {
      problems.add(new Problem("", "the address cannot be read, " + result.getSyntaxError()));
    }
    return problems;
  }

  private static Problem unknown(EndpointValidationResult result, String name) {
    var near =
        result.getUnknownSuggestions() == null ? null : result.getUnknownSuggestions().get(name);
    var hint = near == null || near.length == 0 ? "" : ", did you mean %s".formatted(near[0]);
    return new Problem(name, "the option '%s' does not exist%s".formatted(name, hint));
  }

  private static void add(
      List<Problem> problems, String what, @Nullable Map<String, String> invalid) {
    if (invalid != null) {
      invalid.forEach(
          (name, value) ->
              problems.add(
                  new Problem(name, "the option '%s' %s: '%s'".formatted(name, what, value))));
    }
  }

  private static String plain(String uri) {
    for (var known : KNOWN.entrySet()) {
      if (uri.startsWith(known.getKey())) {
        return known.getValue() + uri.substring(known.getKey().length());
      }
    }
    return uri;
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static CamelCatalog catalog() {
    var catalog = new DefaultCamelCatalog();
    catalog.enableCache();
    return catalog;
  }
}
