package dev.crossdock.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.connectors.Listing;
import dev.crossdock.connectors.Precedence;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads one file that was left as a snapshot. It speaks for the instant at which it was last
 * written, unless its lines say otherwise.
 */
@Component
class DroppedFile {
  private static final String VALUE = "-?[0-9]{1,%d}".formatted(SnapshotLine.MOST_DIGITS);

  private final SnapshotRun runs;
  private final Staging staging;
  private final StagedPages pages;
  private final LineMapping mapping;
  private final FileLimits limits;
  private final Clock clock;

  DroppedFile(
      SnapshotRun runs,
      Staging staging,
      StagedPages pages,
      LineMapping mapping,
      FileLimits limits,
      Clock clock) {
    this.runs = runs;
    this.staging = staging;
    this.pages = pages;
    this.mapping = mapping;
    this.limits = limits;
    this.clock = clock;
  }

  /** It cannot be read, however often. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(HubException why) {
      super(why.getMessage(), why);
    }
  }

  /** How a file of that name is written; null when it is none of ours. */
  static Listing.@Nullable Format format(String name) {
    var bare = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    if (bare.endsWith(".jsonl")) {
      return Listing.Format.JSONL;
    }
    if (bare.endsWith(".tsv")) {
      return Listing.Format.TSV;
    }
    return bare.endsWith(".csv") ? Listing.Format.CSV : null;
  }

  /**
   * Reads it to its end.
   *
   * @throws Refused when it is not what it must be
   */
  void read(DroppedSnapshots.Drop drop, Path file) {
    var progress = new Unwatched(clock.instant());
    var task =
        new SnapshotTask(drop.channel(), drop.entity(), Scope.ALL, 1, Precedence.LEVELS, progress);
    var id = staging.open("dropped", drop.channel(), drop.entity(), true);
    try {
      var reached = Reached.begin(id, true, writtenAt(file));
      runs.finish(task, read(task, drop, file, reached), true);
    } catch (HubException e) {
      runs.failed(id, e);
      throw e.failure().passes() ? e : new Refused(e);
    } catch (IOException e) {
      var why = unreadable(file, e);
      runs.failed(id, why);
      throw new Refused(why);
    }
  }

  private Reached read(SnapshotTask task, DroppedSnapshots.Drop drop, Path file, Reached from)
      throws IOException {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    var format = format(name);
    var reached = new Reached[] {from};
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        var text =
            new TextLines(
                name,
                name.endsWith(".gz") ? limits.unpacked(name, in) : limits.plain(in),
                StandardCharsets.UTF_8,
                limits.lines())) {
      text.each(
          format == null ? Listing.Format.CSV : format,
          0,
          some -> {
            var lines = lines(task, drop, from.asOf(), some, name);
            reached[0] = reached[0].read(some.numbers().size(), null, null);
            pages.keep(task, lines, reached[0]);
          });
    }
    return reached[0];
  }

  private List<SnapshotLine> lines(
      SnapshotTask task,
      DroppedSnapshots.Drop drop,
      Instant asOf,
      TextLines.Some some,
      String file) {
    if (drop.lines() != null) {
      return mapping.apply(task, drop.lines(), asOf, some);
    }
    var items = Json.mapper().createArrayNode();
    for (var n = 0; n < some.documents().size(); n++) {
      items.add(ours(file, some.numbers().get(n), some.documents().get(n)));
    }
    return SnapshotLine.all(file, items, null);
  }

  /**
   * As people write them: in the columns key, place and value, and reference where there is one.
   */
  private static ObjectNode ours(String file, long line, JsonNode said) {
    var item = Json.mapper().createObjectNode();
    item.put("key", said.path("key").asText("").strip());
    item.put("place", said.path("place").asText("").strip());
    var value = said.path("value").asText("").strip();
    if (item.path("key").textValue().isEmpty() || !value.matches(VALUE)) {
      throw new HubException(
          new Failure.Data(
              "SYN-046",
              "%s cannot be taken at line %d: the key is '%s' and the value '%s'; expected columns key, place and value, the last a whole number of at most %d digits. Correct the file, then drop it again."
                  .formatted(
                      file,
                      line,
                      item.path("key").textValue(),
                      shown(value),
                      SnapshotLine.MOST_DIGITS)));
    }
    if (said.hasNonNull("reference") && !said.get("reference").asText().isBlank()) {
      item.put("reference", said.get("reference").asText().strip());
    }
    return item.put("value", Long.parseLong(value));
  }

  private static String shown(String value) {
    return value.substring(0, Math.min(value.length(), 40));
  }

  private static Instant writtenAt(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  private static HubException unreadable(Path file, IOException e) {
    return new HubException(
        new Failure.Data(
            "SYN-047",
            "%s cannot be unpacked or read: %s. Drop it again, whole."
                .formatted(file.getFileName(), e.getMessage())),
        e);
  }
}
