package dev.crossdock.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import java.util.regex.Pattern;

/**
 * Whether one endpoint reaches only where it may, with options that exist.
 *
 * @param subject the file
 * @param pointer where in it
 * @param uri as written
 * @param parameters as written beside it
 */
record EndpointCheck(Subject subject, String pointer, String uri, JsonNode parameters) {
  private static final Pattern PLACEHOLDER = Pattern.compile("^\\{\\{\\??(\\w+)}}");
  private static final Pattern MADE = Pattern.compile("^#(class|type|valueAs)\\b");

  void check() {
    if (uri.isEmpty()) {
      subject.found(pointer + "/uri", "LINT-028", "an endpoint needs an address.");
      return;
    }
    var resolved = resolved();
    var scheme = Endpoints.scheme(resolved);
    if (!Endpoints.allowed(scheme)) {
      subject.found(
          pointer + "/uri",
          "LINT-010",
          "'%s' is not a component routes may use; there are %s."
              .formatted(scheme, Endpoints.allowed()));
    } else if (scheme.equals("kamelet")) {
      kamelet(resolved.substring("kamelet:".length()).replaceFirst("[?/].*", ""));
    } else {
      refuseMadeObjects();
      for (var problem : Endpoints.problems(resolved, parameters)) {
        var place =
            parameters.has(problem.option())
                ? pointer + "/parameters/" + problem.option()
                : pointer + "/uri";
        subject.found(place, "LINT-011", "%s: %s.".formatted(scheme, problem.what()));
      }
    }
  }

  /**
   * An address that begins with a property is of the component that the property's pattern fixes.
   */
  private String resolved() {
    var placeholder = PLACEHOLDER.matcher(uri);
    if (!placeholder.find()) {
      return uri;
    }
    var pattern = subject.text("/spec/definition/properties/" + placeholder.group(1) + "/pattern");
    return pattern.startsWith("^http") ? placeholder.replaceFirst("https://host") : uri;
  }

  private void kamelet(String id) {
    if (id.equals("source") || id.equals("sink")) {
      return;
    }
    var kamelet = subject.house().kamelet(id);
    if (kamelet.isMissingNode()) {
      subject.found(
          pointer + "/uri",
          "LINT-019",
          "calls the kamelet '%s', which no connector has.".formatted(id));
      return;
    }
    var definition = kamelet.at("/spec/definition");
    for (var given : parameters.properties()) {
      if (!definition.path("properties").has(given.getKey())) {
        subject.found(
            pointer + "/parameters/" + given.getKey(),
            "LINT-029",
            "gives '%s' to the kamelet '%s', which asks for %s."
                .formatted(given.getKey(), id, Json.text(names(definition.path("properties")))));
      }
    }
    for (var required : definition.path("required")) {
      if (!parameters.has(required.asText()) && !uri.contains(required.asText() + "=")) {
        subject.found(
            pointer,
            "LINT-030",
            "does not give '%s' to the kamelet '%s', which needs it."
                .formatted(required.asText(), id));
      }
    }
  }

  private void refuseMadeObjects() {
    for (var given : parameters.properties()) {
      if (MADE.matcher(given.getValue().asText()).find()) {
        subject.found(
            pointer + "/parameters/" + given.getKey(),
            "LINT-031",
            "'%s' makes or picks an object that nobody checked; name a bean of the hub."
                .formatted(given.getValue().asText()));
      }
    }
  }

  private static java.util.List<String> names(JsonNode object) {
    return object.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }
}
