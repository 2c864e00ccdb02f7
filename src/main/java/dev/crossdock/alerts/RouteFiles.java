package dev.crossdock.alerts;

import dev.crossdock.delivery.Cases;
import dev.crossdock.kernel.FileCheck;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Reads {@code config/alerts/}, now and after every edit. A file that cannot be used leaves what it
 * said before in place, and is a case of its own: somebody may be waiting to be told.
 */
@Component
class RouteFiles {
  /** Nobody is told on a route, or may not be. */
  static final String UNHEARD = "unheard";

  private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);
  private static final String YAML = ".yaml";

  private final Path folder;
  private final RouteFile reader;
  private final ObjectProvider<FileCheck> checks;
  private final Cases cases;
  private Map<Path, String> seen = Map.of();
  private Map<Path, Route> routes = Map.of();
  private final Map<Path, String> refused = new TreeMap<>();
  private boolean looked;

  RouteFiles(
      @Value("${hub.alerts-dir:config/alerts}") Path folder,
      Secrets secrets,
      ObjectProvider<FileCheck> checks,
      Cases cases) {
    this.folder = folder;
    this.reader = new RouteFile(secrets);
    this.checks = checks;
    this.cases = cases;
  }

  /** The routes as they are now; a secret that was missing may have come without an edit. */
  synchronized List<Route> routes() {
    var texts = texts();
    if (!looked || !refused.isEmpty() || !texts.equals(seen)) {
      take(texts);
      seen = texts;
      looked = true;
    }
    return List.copyOf(routes.values());
  }

  private void take(Map<Path, String> texts) {
    var next = new TreeMap<Path, Route>();
    for (var entry : texts.entrySet()) {
      var file = entry.getKey();
      var before = Optional.ofNullable(routes.get(file));
      var unchanged = entry.getValue().equals(seen.get(file)) && !refused.containsKey(file);
      before
          .filter(route -> unchanged)
          .or(() -> read(file, entry.getValue()))
          .or(() -> before)
          .ifPresent(route -> next.put(file, route));
    }
    routes = next;
    if (!looked || !texts.equals(seen)) {
      closeWhatIsGone(texts);
    }
  }

  private Optional<Route> read(Path file, String text) {
    try {
      var wrong =
          checks.stream().flatMap(check -> check.check(file).stream()).map(Finding::toString);
      var first = wrong.findFirst();
      if (first.isPresent()) {
        refuse(file, first.get());
        return Optional.empty();
      }
      var route = reader.read(file, text);
      refused.remove(file);
      cases.close(UNHEARD, "", file.toString());
      LOG.atInfo().addKeyValue("route", route.id()).log("alerts are told by this route");
      return Optional.of(route);
    } catch (HubException e) {
      refuse(file, e.failure().code() + " " + e.failure().sentence());
      return Optional.empty();
    }
  }

  private void refuse(Path file, String why) {
    if (why.equals(refused.put(file, why))) {
      return;
    }
    LOG.atError().addKeyValue("file", file).log(why);
    cases.open(
        UNHEARD,
        "",
        file.toString(),
        "ALR-003 %s is not used, and what it said before goes on: %s".formatted(file, why));
  }

  /** Who took a file away wants nobody to be told, and nobody to be told that nobody is told. */
  private void closeWhatIsGone(Map<Path, String> texts) {
    refused.keySet().retainAll(texts.keySet());
    var ids = routes.values().stream().map(Route::id).toList();
    cases.open().stream()
        .filter(c -> c.kind().equals(UNHEARD))
        .filter(c -> !ids.contains(c.about()) && !texts.containsKey(Path.of(c.about())))
        .forEach(c -> cases.close(UNHEARD, c.channel(), c.about()));
  }

  private Map<Path, String> texts() {
    var texts = new TreeMap<Path, String>();
    if (!Files.isDirectory(folder)) {
      return texts;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (var file : files.filter(f -> f.toString().endsWith(YAML)).toList()) {
        text(file).ifPresent(text -> texts.put(file, text));
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> text(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
