package dev.crossdock.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What every route, policy and kamelet must keep to in its steps: call only our steps, reach only
 * where it is allowed to, decide nothing at run time that cannot be checked now.
 */
final class FlowCheck {
  private static final Set<String> DYNAMIC =
      Set.of(
          "toD",
          "recipientList",
          "routingSlip",
          "dynamicRouter",
          "enrich",
          "pollEnrich",
          "poll",
          "wireTap",
          "script",
          "process",
          "serviceCall",
          "kamelet",
          "claimCheck",
          "policy",
          "transacted",
          "loadBalance");
  private static final Set<String> LANGUAGES =
      Set.of(
          "csimple",
          "groovy",
          "java",
          "joor",
          "js",
          "mvel",
          "ognl",
          "python",
          "spel",
          "wasm",
          "datasonnet",
          "jq",
          "jslt",
          "jsonata",
          "xquery");
  private static final Pattern BEAN_IN_TEXT =
      Pattern.compile("\\$\\{(bean|ref|type):|\\$\\{camelContext");
  private static final Pattern METHOD =
      Pattern.compile("^\\s*(\\w+)\\s*(\\(.*\\))?\\s*$", Pattern.DOTALL);
  private static final Pattern MAPPING = Pattern.compile("^\\s*\\w+\\s*\\(\\s*'([^']+)'");

  private final Subject subject;
  private final Steps steps;

  FlowCheck(Subject subject) {
    this.subject = subject;
    this.steps = subject.house().steps();
  }

  /** Looks at everything below a place. */
  void check(String pointer) {
    walk(subject.root().at(pointer), pointer);
  }

  private void walk(JsonNode node, String pointer) {
    if (node.isArray()) {
      for (var at = 0; at < node.size(); at++) {
        walk(node.get(at), pointer + "/" + at);
      }
      return;
    }
    for (var entry : node.properties()) {
      var below = pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
      look(entry.getKey(), entry.getValue(), node, below);
      if (!entry.getKey().equals("parameters")) {
        walk(entry.getValue(), below);
      }
    }
  }

  private void look(String key, JsonNode value, JsonNode around, String pointer) {
    if (DYNAMIC.contains(key) && !value.isBoolean()) {
      subject.found(
          pointer,
          "LINT-009",
          "%s decides at run time where a message goes or what is run, and cannot be checked; write bean with a @Step, or to with a fixed address."
              .formatted(key));
    } else if (LANGUAGES.contains(key) || (key.equals("method") && !around.has("ref"))) {
      subject.found(
          pointer,
          "LINT-024",
          "%s is a language the hub does not run; use constant, simple or a mapping."
              .formatted(key));
    } else if (key.equals("bean")) {
      bean(value, pointer);
    } else if (key.equals("beans")) {
      subject.found(pointer, "LINT-023", "beans makes objects that nobody checked; use a @Step.");
    } else if (key.equals("from") || key.equals("to")) {
      var uri = value.isTextual() ? value : value.path("uri");
      new EndpointCheck(subject, pointer, uri.asText(""), value.path("parameters")).check();
    } else if (value.isTextual() && BEAN_IN_TEXT.matcher(value.textValue()).find()) {
      subject.found(
          pointer,
          "LINT-025",
          "'%s' calls a bean inside a text; write bean with a @Step.".formatted(value.textValue()));
    }
  }

  private void bean(JsonNode bean, String pointer) {
    var ref = bean.path("ref").asText("");
    var written = bean.path("method").asText("");
    var method = METHOD.matcher(written).replaceAll("$1");
    if (ref.isEmpty() || bean.has("beanType") || written.isEmpty()) {
      subject.found(
          pointer, "LINT-026", "a bean step names its bean (ref) and its method, and no class.");
    } else if (!steps.hasBean(ref)) {
      subject.found(
          pointer + "/ref",
          "LINT-007",
          "calls %s.%s, but there is no bean '%s'; steps are on %s."
              .formatted(ref, method, ref, String.join(", ", steps.beans())));
    } else if (steps.find(ref, method).isEmpty()) {
      subject.found(
          pointer + "/method",
          "LINT-008",
          "calls %s.%s, which is not a @Step; the steps of %s are %s."
              .formatted(ref, method, ref, String.join(", ", steps.of(ref))));
    } else if (ref.equals("mappings")) {
      mapping(written, pointer + "/method");
    }
  }

  private void mapping(String written, String pointer) {
    var name = MAPPING.matcher(written);
    if (!name.find()) {
      subject.found(
          pointer,
          "LINT-027",
          "'%s' does not name its mapping in quotes; mappings are never chosen by a message."
              .formatted(written));
    } else if (!subject.house().hasMapping(name.group(1))) {
      subject.found(
          pointer,
          "LINT-015",
          "names the mapping '%s', but there is no mappings/%s.jslt."
              .formatted(name.group(1), name.group(1)));
    }
  }
}
