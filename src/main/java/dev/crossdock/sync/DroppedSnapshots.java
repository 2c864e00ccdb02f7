package dev.crossdock.sync;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Listing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Takes the snapshots that are left as files: by a system in its own folder, as its manifest says,
 * or by a person in {@code <data>/snapshots/<channel>/<entity>}. A file that has been left alone
 * for a moment is read to its end and then moved to {@code done}, or to {@code refused} with the
 * reason beside it.
 */
@Component
class DroppedSnapshots {
  private static final Logger LOG = LoggerFactory.getLogger(DroppedSnapshots.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final Channels channels;
  private final DroppedFile reader;
  private final Path folder;
  private final Clock clock;
  private Map<Path, Size> before = new HashMap<>();

  DroppedSnapshots(
      Channels channels,
      DroppedFile reader,
      Clock clock,
      @Value("${hub.data-dir:.crossdock}") Path data) {
    this.channels = channels;
    this.reader = reader;
    this.folder = data.resolve("snapshots");
    this.clock = clock;
  }

  /** As long as it changes, somebody is still writing. */
  private record Size(long bytes, long changedAt) {}

  /**
   * Where files are left.
   *
   * @param lines the mapping of their lines; null when people write them in our own words
   */
  record Drop(Path folder, String channel, String entity, @Nullable String lines) {}

  /** Takes every file that has not changed since the last look. */
  void look() {
    var now = new HashMap<Path, Size>();
    for (var drop : drops()) {
      for (var file : files(drop.folder())) {
        var size = size(file);
        if (size != null && size.equals(before.get(file))) {
          take(drop, file);
        } else if (size != null) {
          now.put(file, size);
        }
      }
    }
    before = now;
  }

  List<Drop> drops() {
    var drops = new ArrayList<Drop>();
    for (var channel : channels.all()) {
      for (var entity : List.of("stock", "orders")) {
        var ours = folder.resolve(channel.id()).resolve(entity);
        drops.add(new Drop(ours, channel.id(), entity, null));
        var listing = channels.manifestOf(channel).snapshots().get(entity);
        var own = listing == null ? null : listing.dropped();
        if (own != null) {
          drops.add(own(channel, entity, own));
        }
      }
    }
    return drops;
  }

  private static Drop own(Channel channel, String entity, Listing.Dropped dropped) {
    var folder = Path.of(channel.endpoint()).resolve(dropped.folder());
    return new Drop(folder, channel.id(), entity, dropped.lines());
  }

  private void take(Drop drop, Path file) {
    try {
      reader.read(drop, file);
      move(file, "done", null);
    } catch (DroppedFile.Refused e) {
      LOG.atWarn()
          .addKeyValue("channel", drop.channel())
          .addKeyValue("file", file.getFileName())
          .addKeyValue("why", e.getMessage())
          .log("refused a snapshot");
      move(file, "refused", e.getMessage());
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("channel", drop.channel())
          .addKeyValue("file", file.getFileName())
          .setCause(e)
          .log("a snapshot is to be read again");
    }
  }

  private void move(Path file, String into, @Nullable String why) {
    try {
      var there = Files.createDirectories(file.resolveSibling(into));
      var name = STAMP.format(clock.instant()) + "-" + file.getFileName();
      if (why != null) {
        Files.writeString(there.resolve(name + ".why.txt"), why + "\n");
      }
      Files.move(file, there.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot move " + file, e);
    }
  }

  private static List<Path> files(Path folder) {
    var files = new ArrayList<Path>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
        for (var file : all) {
          if (DroppedFile.format(file.getFileName().toString().toLowerCase(Locale.ROOT)) != null
              && Files.isRegularFile(file)) {
            files.add(file);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    files.sort(null);
    return files;
  }

  private static @Nullable Size size(Path file) {
    try {
      return new Size(Files.size(file), Files.getLastModifiedTime(file).toMillis());
    } catch (IOException e) {
      return null;
    }
  }
}
