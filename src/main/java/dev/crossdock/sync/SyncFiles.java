package dev.crossdock.sync;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Reads {@code config/syncs/}. */
@Component
class SyncFiles {
  private final Path folder;
  private final YAMLMapper yaml =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  SyncFiles(@Value("${hub.syncs-dir:config/syncs}") Path folder) {
    this.folder = folder;
  }

  List<Sync> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().map(this::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Sync read(Path file) {
    try {
      return yaml.readValue(file.toFile(), Sync.class);
    } catch (IOException e) {
      throw new HubException(
          new Failure.Data(
              "SYN-001", "%s is not a sync: %s. Correct the file.".formatted(file, e.getMessage())),
          e);
    }
  }
}
