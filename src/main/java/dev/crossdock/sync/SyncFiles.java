package dev.crossdock.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.crossdock.kernel.EditedFile;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.FileCheck;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Reads {@code config/syncs/}, at the start and after every edit. An edit that cannot be used
 * leaves in place what ran before it, and is remembered with file and line.
 */
@Component
class SyncFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SyncFiles.class);

  private final Path folder;
  private final ObjectProvider<FileCheck> checks;
  private final Map<Path, Sync> syncs = new ConcurrentSkipListMap<>();
  private final Map<Path, List<Finding>> problems = new ConcurrentSkipListMap<>();
  private Map<Path, EditedFile> seen;
  private Map<Path, EditedFile> tried;

  SyncFiles(@Value("${hub.syncs-dir:config/syncs}") Path folder, ObjectProvider<FileCheck> checks) {
    this.folder = folder;
    this.checks = checks;
    this.tried = files();
    this.seen = tried;
    tried.forEach((file, said) -> syncs.put(file, read(file, said)));
  }

  /** Those in use, in the order of their names. */
  List<Sync> all() {
    return List.copyOf(syncs.values());
  }

  Optional<Sync> find(String id) {
    return syncs.values().stream().filter(sync -> sync.id().equals(id)).findFirst();
  }

  /** What is wrong with the files as they lie there now. */
  List<Finding> problems() {
    return problems.values().stream().flatMap(List::stream).toList();
  }

  /**
   * Looks at the folder, and believes a change when it has seen it twice: a file may be half
   * written.
   *
   * @return whether other syncs are in use now
   */
  synchronized boolean look() {
    var now = files();
    var settled = now.equals(seen);
    seen = now;
    if (!settled || now.equals(tried)) {
      return false;
    }
    var before = Map.copyOf(syncs);
    var changed = new HashSet<>(now.keySet());
    changed.addAll(tried.keySet());
    changed.removeIf(file -> Objects.equals(now.get(file), tried.get(file)));
    tried = now;
    changed.forEach(file -> take(file, now.get(file)));
    return !before.equals(syncs);
  }

  private void take(Path file, @Nullable EditedFile said) {
    problems.remove(file);
    if (said == null) {
      syncs.remove(file);
      LOG.info("no longer in use: {}", file);
      return;
    }
    try {
      var wrong = said.isRead() ? wrong(file) : List.<Finding>of();
      if (wrong.isEmpty()) {
        syncs.put(file, read(file, said));
        LOG.info("in use: {}", file);
      } else {
        remember(file, wrong);
      }
    } catch (HubException e) {
      var why = e.failure();
      remember(file, List.of(new Finding(file.toString(), 1, why.code(), why.sentence())));
    }
  }

  private void remember(Path file, List<Finding> wrong) {
    problems.put(file, wrong);
    LOG.error("{}", wrong.get(0));
  }

  private List<Finding> wrong(Path file) {
    return checks.stream().flatMap(check -> check.check(file).stream()).toList();
  }

  private Map<Path, EditedFile> files() {
    var files = new TreeMap<Path, EditedFile>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (var all = Files.list(folder)) {
      for (var file : all.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        EditedFile.at(file).ifPresent(said -> files.put(file, said));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Sync read(Path file, EditedFile said) {
    if (!said.isRead()) {
      throw new HubException(notASync(file, said.why()));
    }
    try {
      var sync =
          (Sync)
              Json.mapper()
                  .readerFor(Sync.class)
                  .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                  .readValue(Yaml.read(said.text()).root());
      if (!file.getFileName().toString().equals(sync.id() + ".yaml")) {
        throw new IllegalArgumentException("its id is '" + sync.id() + "'");
      }
      return sync;
    } catch (JsonProcessingException | Yaml.Unreadable | IllegalArgumentException e) {
      throw new HubException(notASync(file, firstLine(e) + ". Correct the file"), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static Failure notASync(Path file, String why) {
    return new Failure.Data("SYN-001", "%s is not a sync: %s.".formatted(file, why));
  }
}
