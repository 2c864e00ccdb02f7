package dev.crossdock.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.FileCheck;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
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
  private Map<Path, String> seen;
  private Map<Path, String> tried;

  SyncFiles(@Value("${hub.syncs-dir:config/syncs}") Path folder, ObjectProvider<FileCheck> checks) {
    this.folder = folder;
    this.checks = checks;
    this.tried = texts();
    this.seen = tried;
    tried.forEach((file, text) -> syncs.put(file, read(file, text)));
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
    var now = texts();
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

  private void take(Path file, @org.jspecify.annotations.Nullable String text) {
    problems.remove(file);
    if (text == null) {
      syncs.remove(file);
      LOG.info("no longer in use: {}", file);
      return;
    }
    try {
      var wrong = checks.stream().flatMap(check -> check.check(file).stream()).toList();
      if (wrong.isEmpty()) {
        syncs.put(file, read(file, text));
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

  private Map<Path, String> texts() {
    var texts = new TreeMap<Path, String>();
    if (!Files.isDirectory(folder)) {
      return texts;
    }
    try (var files = Files.list(folder)) {
      for (var file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        texts.put(file, Files.readString(file));
      }
      return texts;
    } catch (NoSuchFileException e) {
      return texts();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Sync read(Path file, String text) {
    try {
      var sync =
          (Sync)
              Json.mapper()
                  .readerFor(Sync.class)
                  .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                  .readValue(Yaml.read(text).root());
      if (!file.getFileName().toString().equals(sync.id() + ".yaml")) {
        throw new IllegalArgumentException("its id is '" + sync.id() + "'");
      }
      return sync;
    } catch (JsonProcessingException | Yaml.Unreadable | IllegalArgumentException e) {
      throw notASync(file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HubException notASync(Path file, Exception why) {
    return new HubException(
        new Failure.Data(
            "SYN-001",
            "%s is not a sync: %s. Correct the file."
                .formatted(file, String.valueOf(why.getMessage()).lines().findFirst().orElse(""))),
        why);
  }
}
