package dev.crossdock.lint;

import dev.crossdock.kernel.FileCheck;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.Yaml;
import dev.crossdock.mapping.MappingCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Looks over the files that integration engineers edit, before they run: in the tests, by {@code
 * validate}, and while the hub is running, before an edit takes effect.
 */
@Component
public class Lint implements FileCheck {
  private static final String STOCK = "config/stock.yaml";
  private static final String DIVERGENCE = "config/divergence.yaml";
  private static final String MAPPINGS = "mappings/";
  private static final String SMALL_ROUTE =
      """
      - route:
          id: x
          from: { uri: "jms:queue:x", steps: [ { bean: { ref: mappings, method: apply('x') } } ] }
      """;

  private final Supplier<Steps> steps;

  /** Knows the steps of the hub it is part of. */
  public Lint() {
    this(Steps::ofTheHub);
  }

  Lint(Supplier<Steps> steps) {
    this.steps = steps;
  }

  /**
   * Reads what the lint stands on (Camel's schema and catalog, the hub's steps) once the hub
   * serves, so that the first edit need not wait for it.
   */
  @EventListener(ApplicationReadyEvent.class)
  void getReady() {
    var thread = new Thread(this::lookOverASmallRoute, "lint-ready");
    thread.setDaemon(true);
    thread.start();
  }

  private void lookOverASmallRoute() {
    var house = new House(Path.of(""), steps.get());
    new RouteCheck(Subject.of(house, "routes/x/x.camel.yaml", Yaml.read(SMALL_ROUTE))).check();
  }

  /**
   * Looks over one file, or over all of them.
   *
   * @param path a file in {@code routes/}, {@code connectors/}, {@code mappings/} or {@code
   *     config/}; or the folder these stand in
   * @return what is wrong, by file and line; empty when all may be used
   */
  @Override
  public List<Finding> check(Path path) {
    if (Files.isDirectory(path)) {
      return all(new House(path, steps.get()));
    }
    return House.around(path, steps.get())
        .filter(house -> Files.isRegularFile(path))
        .map(house -> one(house, path))
        .orElse(List.of());
  }

  private static List<Finding> all(House house) {
    var findings = new ArrayList<Finding>();
    for (var folder :
        List.of("routes", "connectors", "config/channels", "config/syncs", "config/alerts")) {
      house
          .files(folder, name -> !name.contains("/payloads/"))
          .forEach(file -> findings.addAll(yaml(house, file)));
    }
    house
        .files("config", name -> name.equals(STOCK) || name.equals(DIVERGENCE))
        .forEach(file -> findings.addAll(yaml(house, file)));
    var mappings = mappings(house);
    findings.addAll(mappings.schemas());
    mappings.names().forEach(name -> findings.addAll(mappings.check(name)));
    return findings.stream().map(finding -> asNamed(house, finding)).toList();
  }

  private static List<Finding> one(House house, Path file) {
    var name = house.nameOf(file);
    var findings = name.startsWith(MAPPINGS) ? mapping(house, name) : yaml(house, file);
    return findings.stream().map(finding -> asNamed(house, finding)).toList();
  }

  /** A mapping and its examples are one thing; what they share concerns all of them. */
  private static List<Finding> mapping(House house, String name) {
    var mappings = mappings(house);
    var mapping =
        name.substring(MAPPINGS.length()).replaceFirst("(\\.examples\\.yaml|\\.jslt)$", "");
    if (mappings.names().contains(mapping)) {
      return mappings.check(mapping);
    }
    var findings = new ArrayList<>(mappings.schemas());
    mappings.names().forEach(each -> findings.addAll(mappings.check(each)));
    return findings;
  }

  private static MappingCheck mappings(House house) {
    return MappingCheck.of(house.root().resolve("mappings"), house.root());
  }

  private static List<Finding> yaml(House house, Path file) {
    var name = house.nameOf(file);
    try {
      var subject = Subject.of(house, name, Yaml.read(Files.readString(file)));
      check(subject);
      return subject.findings();
    } catch (Yaml.Unreadable e) {
      return List.of(
          new Finding(name, e.line(), "LINT-001", "is not YAML: " + e.getMessage() + "."));
    } catch (IOException e) {
      return List.of(new Finding(name, 1, "LINT-053", "cannot be read as UTF-8: " + e + "."));
    }
  }

  private static void check(Subject subject) {
    var name = subject.name();
    if (name.startsWith("routes/") && name.endsWith(House.ROUTE)) {
      new RouteCheck(subject).check();
    } else if (name.startsWith("connectors/") && name.endsWith(House.KAMELET)) {
      new KameletCheck(subject).check();
    } else if (name.matches("connectors/[^/]+/manifest\\.yaml")) {
      new ManifestCheck(subject).check();
    } else if (name.matches("config/channels/[^/]+\\.yaml")) {
      new ConfigCheck(subject).channel();
    } else if (name.matches("config/syncs/[^/]+\\.yaml")) {
      new ConfigCheck(subject).sync();
    } else if (name.matches("config/alerts/[^/]+\\.yaml")) {
      new AlertCheck(subject).check();
    } else if (name.equals(STOCK)) {
      new ConfigCheck(subject).stock();
    } else if (name.equals(DIVERGENCE)) {
      new ConfigCheck(subject).divergence();
    } else if (!name.startsWith("config/") && !name.contains("/payloads/")) {
      subject.found("", "LINT-054", "is not a file the hub reads here; is its name right?");
    }
  }

  private static Finding asNamed(House house, Finding finding) {
    var root = house.root().toString();
    return root.isEmpty() || !finding.file().startsWith(root + "/")
        ? finding
        : new Finding(
            finding.file().substring(root.length() + 1),
            finding.line(),
            finding.code(),
            finding.sentence());
  }
}
