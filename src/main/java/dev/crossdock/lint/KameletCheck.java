package dev.crossdock.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A kamelet: named as its file and its system, telling the truth about what it asks for and does.
 */
final class KameletCheck {
  private static final Pattern USED =
      Pattern.compile("\\{\\{[?!]?([A-Za-z][A-Za-z0-9]*)(:[^}]*)?}}");
  private static final Pattern SECRET =
      Pattern.compile("(?i)(password|secret|token|apikey|accesskey|passphrase)$");
  private static final Pattern HTTP = Pattern.compile("\"uri\":\"(https?:|\\{\\{endpoint}})");
  private static final String PROPERTIES = "/spec/definition/properties";

  private final Subject subject;

  KameletCheck(Subject subject) {
    this.subject = subject;
  }

  void check() {
    FileSchema.KAMELET.check(subject);
    var template = subject.root().at("/spec/template");
    if (template.isObject()) {
      FileSchema.ROUTES.check(
          subject, Json.mapper().createArrayNode().add(template), "/spec/template");
    }
    name();
    properties();
    conduct();
    new FlowCheck(subject).check("/spec/template");
  }

  private void name() {
    var name = subject.text("/metadata/name");
    if (!name.equals(subject.bare(House.KAMELET))) {
      subject.found(
          "/metadata/name",
          "LINT-040",
          "is named '%s' in the file '%s%s'; give both one name."
              .formatted(name, subject.bare(House.KAMELET), House.KAMELET));
    }
    if (!name.startsWith(subject.folder() + "-")) {
      subject.found(
          "/metadata/name",
          "LINT-041",
          "'%s' stands in the folder of '%s'; its name begins with the system's."
              .formatted(name, subject.folder()));
    }
    var kind = subject.root().at("/metadata/labels/camel.apache.org~1kamelet.type").asText("");
    if (!name.endsWith("-" + kind)) {
      subject.found(
          "/metadata/name",
          "LINT-042",
          "'%s' is a %s by its label; its name ends in that word.".formatted(name, kind));
    }
  }

  private void properties() {
    var declared = subject.root().at(PROPERTIES);
    var used = used();
    for (var property : declared.properties()) {
      var place = PROPERTIES + "/" + property.getKey();
      describe(property.getKey(), property.getValue(), place);
      if (!used.contains(property.getKey())) {
        subject.found(
            place, "LINT-012", "declares '%s' and never uses it.".formatted(property.getKey()));
      }
    }
    for (var name : used) {
      if (!declared.has(name)) {
        subject.found(
            "/spec/template",
            "LINT-013",
            "uses {{%s}}, which it does not declare.".formatted(name));
      }
    }
    for (var required : subject.root().at("/spec/definition/required")) {
      if (!declared.has(required.asText())) {
        subject.found(
            "/spec/definition/required",
            "LINT-043",
            "requires '%s', which it does not declare.".formatted(required.asText()));
      }
    }
  }

  /** What the hub relies on in every kamelet, whoever wrote it. */
  private void conduct() {
    var template = Json.text(subject.root().at("/spec/template"));
    var name = subject.text("/metadata/name");
    for (var stamp : new String[] {"HubMessageId", "HubObservedAt"}) {
      if (name.endsWith("-source") && !template.contains("\"name\":\"" + stamp + "\"")) {
        subject.found(
            "/spec/template",
            "LINT-055",
            "does not stamp %s; whatever is heard is known by it.".formatted(stamp));
      }
    }
    var repeat = subject.root().at("/metadata/annotations").path("hub/repeat").asText("safe");
    if (!repeat.matches("(?s)(safe|unsafe)\\b.*")) {
      subject.found(
          "/metadata/annotations/hub~1repeat",
          "LINT-056",
          "hub/repeat is '%s'; it begins with safe or unsafe.".formatted(repeat));
    }
    if (HTTP.matcher(template).find() && !template.contains("\"pattern\":\"CamelHttp*\"")) {
      subject.found(
          "/spec/template",
          "LINT-057",
          "calls out without removeHeaders CamelHttp*; a message could choose the address.");
    }
  }

  private void describe(String name, JsonNode property, String place) {
    var title = property.path("title").asText("");
    if (!title.isEmpty()
        && property
            .path("description")
            .asText("")
            .replaceAll("[.\\s]+$", "")
            .equalsIgnoreCase(title)) {
      subject.found(
          place,
          "LINT-044",
          "describes '%s' by its title; say what the title cannot.".formatted(name));
    }
    if (SECRET.matcher(name).find() && !property.path("format").asText("").equals("password")) {
      subject.found(
          place,
          "LINT-014",
          "'%s' is a secret; mark it format: password, so that it is never shown.".formatted(name));
    }
  }

  private Set<String> used() {
    var used = new HashSet<String>();
    var matches = USED.matcher(Json.text(subject.root().at("/spec/template")));
    while (matches.find()) {
      used.add(matches.group(1));
    }
    return used;
  }
}
