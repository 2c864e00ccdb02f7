package dev.crossdock.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A manifest: as its schema says, and naming only routes, topics and budgets that are there. */
final class ManifestCheck {
  /** Which part names routes, and under which key. */
  private static final Map<String, String> ROUTES =
      Map.of("topics", "intake", "reads", "route", "writes", "route");

  private final Subject subject;

  ManifestCheck(Subject subject) {
    this.subject = subject;
  }

  void check() {
    FileSchema.MANIFEST.check(subject);
    var system = subject.text("/system");
    if (!system.equals(subject.folder())) {
      subject.found(
          "/system",
          "LINT-045",
          "system is '%s' in the folder '%s'; give both one name."
              .formatted(system, subject.folder()));
    }
    ROUTES.forEach((part, key) -> routes(part, key, system));
    for (var write : subject.root().path("writes").properties()) {
      if (write.getValue().has("lookup")) {
        route("/writes/" + write.getKey() + "/lookup", write.getKey(), system);
      }
    }
    for (var key : List.of("list", "create")) {
      if (subject.root().path("subscriptions").has(key)) {
        route("/subscriptions/" + key, "subscriptions", system);
      }
    }
    if (subject.root().has("scopes")) {
      route("/scopes/route", "scopes", system);
    }
    snapshots(system);
    topics();
    budgets("reads");
    budgets("writes");
    for (var entry : subject.root().path("snapshots").properties()) {
      budgets("snapshots/" + entry.getKey());
    }
  }

  /** Every way to list what it holds names its routes and the mapping of its lines. */
  private void snapshots(String system) {
    for (var entry : subject.root().path("snapshots").properties()) {
      for (var way : entry.getValue().properties()) {
        var place = "/snapshots/" + entry.getKey() + "/" + way.getKey();
        for (var key : List.of("route", "start", "ready")) {
          if (way.getValue().has(key)) {
            route(place + "/" + key, "the snapshot " + entry.getKey(), system);
          }
        }
        var lines = way.getValue().path("lines").asText("");
        if (!lines.isEmpty() && !subject.house().hasMapping(lines)) {
          subject.found(
              place + "/lines",
              "LINT-080",
              "names the mapping '%s', but there is no mappings/%s.jslt.".formatted(lines, lines));
        }
      }
    }
  }

  private void routes(String part, String key, String system) {
    for (var entry : subject.root().path(part).properties()) {
      var place = "/" + part + "/" + entry.getKey().replace("/", "~1") + "/" + key;
      route(place, entry.getKey(), system);
    }
  }

  private void route(String place, String what, String system) {
    var route = subject.text(place);
    if (!route.endsWith("-" + system)) {
      subject.found(
          place,
          "LINT-046",
          "%s names the route '%s', which does not end in '-%s'.".formatted(what, route, system));
    } else if (!subject.house().hasRoute(route)) {
      subject.found(
          place,
          "LINT-016",
          "%s names the route '%s', but there is no routes/*/%s%s."
              .formatted(what, route, route, House.ROUTE));
    }
  }

  private void topics() {
    for (var read : subject.root().path("reads").properties()) {
      var named = new ArrayList<String>();
      if (read.getValue().has("topic")) {
        named.add(read.getValue().path("topic").asText());
      }
      read.getValue().path("topics").forEach(topic -> named.add(topic.asText()));
      for (var topic : named) {
        if (!subject.root().path("topics").has(topic)) {
          subject.found(
              "/reads/" + read.getKey(),
              "LINT-047",
              "the read '%s' is kept as '%s', which is not among the topics."
                  .formatted(read.getKey(), topic));
        }
      }
    }
  }

  private void budgets(String part) {
    for (var entry : subject.root().at("/" + part).properties()) {
      var budget = entry.getValue().path("budget").asText("");
      if (!budget.isEmpty() && !subject.root().path("budgets").has(budget)) {
        subject.found(
            "/" + part + "/" + entry.getKey() + "/budget",
            "LINT-048",
            "takes from the budget '%s', which is not declared.".formatted(budget));
      }
    }
  }
}
