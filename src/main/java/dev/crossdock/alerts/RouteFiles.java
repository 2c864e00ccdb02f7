package dev.crossdock.alerts;

import dev.crossdock.delivery.Cases;
import dev.crossdock.kernel.EditedFile;
import dev.crossdock.kernel.FileCheck;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
 * Reads {@code config/alerts/}, now and after every edit. A file that cannot be used, or not even
 * read, leaves what it said before in place, and is a case of its own: somebody may be waiting to
 * be told.
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
  private Map<Path, EditedFile> last = Map.of();
  private Map<Path, EditedFile> seen = Map.of();
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

  /**
   * The routes as they are now. A change is believed when it was seen twice, as a file may be half
   * written; a secret that was missing may have come without one.
   */
  synchronized List<Route> routes() {
    var files = files();
    var settled = !looked || files.equals(last);
    last = files;
    if (settled && (!looked || !refused.isEmpty() || !files.equals(seen))) {
      take(files);
      seen = files;
      looked = true;
    }
    return List.copyOf(routes.values());
  }

  private void take(Map<Path, EditedFile> files) {
    var next = new TreeMap<Path, Route>();
    for (var entry : files.entrySet()) {
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
    if (!looked || !files.equals(seen)) {
      closeWhatIsGone(files);
    }
  }

  private Optional<Route> read(Path file, EditedFile said) {
    if (!said.isRead()) {
      refuse(file, said.why() + ".");
      return Optional.empty();
    }
    try {
      var wrong =
          checks.stream().flatMap(check -> check.check(file).stream()).map(Finding::toString);
      var first = wrong.findFirst();
      if (first.isPresent()) {
        refuse(file, first.get());
        return Optional.empty();
      }
      var route = reader.read(file, said.text());
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
  private void closeWhatIsGone(Map<Path, EditedFile> files) {
    refused.keySet().retainAll(files.keySet());
    var ids = routes.values().stream().map(Route::id).toList();
    cases.open(UNHEARD).stream()
        .filter(c -> !ids.contains(c.about()) && !files.containsKey(Path.of(c.about())))
        .forEach(c -> cases.close(UNHEARD, c.channel(), c.about()));
  }

  private Map<Path, EditedFile> files() {
    var files = new TreeMap<Path, EditedFile>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (Stream<Path> all = Files.list(folder)) {
      for (var file : all.filter(f -> f.toString().endsWith(YAML)).toList()) {
        EditedFile.at(file).ifPresent(said -> files.put(file, said));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
