package dev.crossdock.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Step;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One file of {@code routes/}: one route template (or route, or policy), named as its file, in the
 * folder of its domain, with a policy, and one sentence of plain steps.
 */
final class RouteCheck {
  private static final Set<String> KINDS = Set.of("routeTemplate", "route", "routeConfiguration");
  private static final Set<String> PLAIN =
      Set.of("bean", "to", "log", "setHeader", "removeHeader", "removeHeaders", "convertBodyTo");
  private static final Pattern NAME =
      Pattern.compile("^([a-z]+)-(intake|hear|publish|snapshot)(-[a-z0-9]+)*-([a-z0-9]+)$");
  private static final Pattern PARAMETER = Pattern.compile("\\{\\{[?!]?([A-Za-z0-9]+)(:[^}]*)?}}");

  private final Subject subject;

  RouteCheck(Subject subject) {
    this.subject = subject;
  }

  void check() {
    var root = subject.root();
    if (!root.isArray() || root.size() != 1 || root.get(0).size() != 1) {
      subject.found(
          "/1",
          "LINT-003",
          "holds %d things; a file holds exactly one route template, route or policy."
              .formatted(root.size()));
      return;
    }
    var kind = root.get(0).fieldNames().next();
    if (!KINDS.contains(kind)) {
      subject.found(
          "/0/" + kind,
          "LINT-032",
          "holds '%s'; a file in routes/ holds one of %s.".formatted(kind, sorted(KINDS)));
      return;
    }
    FileSchema.ROUTES.check(subject);
    name(kind);
    new FlowCheck(subject).check("");
    if (kind.equals("routeConfiguration")) {
      policy();
    } else {
      var route = kind.equals("route") ? "/0/route" : "/0/routeTemplate/route";
      route(route, subject.text("/0/" + kind + "/id"));
      parameters(kind);
    }
  }

  private void name(String kind) {
    var id = subject.text("/0/" + kind + "/id");
    var file = subject.bare(House.ROUTE);
    if (!id.equals(file)) {
      subject.found(
          "/0/" + kind + "/id",
          "LINT-004",
          "id is '%s' in the file '%s%s'; give both one name.".formatted(id, file, House.ROUTE));
    }
    if (!subject.root().at("/0/" + kind).has("description")) {
      subject.found(
          "/0/" + kind,
          "LINT-033",
          "%s says nothing about itself; add a description for whoever watches it.".formatted(id));
    }
  }

  private void policy() {
    if (!subject.folder().equals("policy")) {
      subject.found(
          "/0/routeConfiguration",
          "LINT-034",
          "a policy stands in routes/policy/, not in '%s'.".formatted(subject.folder()));
    }
  }

  private void route(String pointer, String id) {
    var parts = NAME.matcher(id);
    if (!parts.matches()) {
      subject.found(
          "/0",
          "LINT-035",
          "'%s' is not <domain>-<intake, hear, publish or snapshot>-<system>.".formatted(id));
    } else if (!parts.group(1).equals(subject.folder())) {
      subject.found(
          "/0",
          "LINT-005",
          "'%s' stands in the folder '%s'; its domain is '%s'."
              .formatted(id, subject.folder(), parts.group(1)));
    } else if (!subject.house().systems().contains(parts.group(4))) {
      subject.found(
          "/0",
          "LINT-036",
          "'%s' ends in '%s', which no folder of connectors/ speaks; there are %s."
              .formatted(id, parts.group(4), String.join(", ", subject.house().systems())));
    }
    var policy = subject.text(pointer + "/routeConfigurationId");
    if (policy.isEmpty() || !subject.house().hasPolicy(policy)) {
      subject.found(
          pointer + "/routeConfigurationId",
          "LINT-006",
          "%s names %s; name one of routes/policy/ under routeConfigurationId."
              .formatted(
                  id,
                  policy.isEmpty()
                      ? "no policy"
                      : "the policy '" + policy + "', which is not there"));
    }
    if (!subject.text(pointer + "/nodePrefixId").startsWith(id)) {
      subject.found(
          pointer,
          "LINT-037",
          "nodePrefixId must begin with '%s', so that its steps can be told from others."
              .formatted(id));
    }
    steps(pointer + "/from/steps", id);
  }

  private void steps(String pointer, String id) {
    var steps = subject.root().at(pointer);
    var last = 0;
    for (var at = 0; at < steps.size(); at++) {
      for (var step : steps.get(at).properties()) {
        var place = pointer + "/" + at + "/" + step.getKey();
        if (!PLAIN.contains(step.getKey())) {
          subject.found(
              place,
              "LINT-021",
              "%s decides or builds something; a route is one sentence of %s, and the rest belongs in a mapping or a @Step."
                  .formatted(step.getKey(), sorted(PLAIN)));
        } else if (!step.getValue().has("id")) {
          subject.found(
              place,
              "LINT-038",
              "a step needs an id, its verb, by which it is found when it fails.");
        }
        if (isLast(step.getKey(), step.getValue())) {
          last++;
        }
      }
    }
    var endsInOne =
        last == 1
            && !steps.isEmpty()
            && steps.get(steps.size() - 1).properties().stream()
                .anyMatch(step -> isLast(step.getKey(), step.getValue()));
    if (id.contains("-intake-") && !endsInOne) {
      subject.found(
          pointer,
          "LINT-018",
          "an intake route ends in exactly one last @Step, which opens the transaction and closes the messages; this one has %d."
              .formatted(last));
    }
  }

  private boolean isLast(String kind, JsonNode step) {
    var method = step.path("method").asText("").replaceFirst("(?s)\\(.*", "").strip();
    return kind.equals("bean")
        && subject
            .house()
            .steps()
            .find(step.path("ref").asText(""), method)
            .map(Step::last)
            .orElse(false);
  }

  private void parameters(String kind) {
    var declared = subject.root().at("/0/" + kind + "/parameters").findValuesAsText("name");
    var route = subject.root().at("/0/" + kind);
    var text = dev.crossdock.kernel.Json.text(route);
    var used =
        PARAMETER.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet());
    for (var name : used) {
      if (!declared.contains(name)) {
        subject.found(
            "/0/" + kind,
            "LINT-020",
            "uses {{%s}}, which is not among its parameters.".formatted(name));
      }
    }
    for (var at = 0; at < declared.size(); at++) {
      if (!used.contains(declared.get(at))) {
        subject.found(
            "/0/" + kind + "/parameters/" + at,
            "LINT-039",
            "declares the parameter '%s' and never uses it.".formatted(declared.get(at)));
      }
    }
  }

  private static String sorted(Set<String> words) {
    return String.join(", ", List.copyOf(words).stream().sorted().toList());
  }
}
