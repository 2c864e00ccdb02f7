package dev.crossdock.sync;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.mapping.Mappings;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Turns some lines of a system's file into ours, and says which line it was that it cannot. */
@Component
class LineMapping {
  private static final Pattern LINE = Pattern.compile("\\$\\.lines\\[(\\d+)]");

  private final Mappings mappings;

  LineMapping(Mappings mappings) {
    this.mappings = mappings;
  }

  /**
   * Turns them.
   *
   * @throws HubException {@code SYN-040} when one cannot be
   */
  List<SnapshotLine> apply(SnapshotTask task, String mapping, Instant asOf, TextLines.Some lines) {
    var document = Json.mapper().createObjectNode();
    document.set("request", task.question(asOf));
    var all = document.putArray("lines");
    lines.documents().forEach(all::add);
    try {
      var made = mappings.translate(mapping, document);
      return SnapshotLine.all(mapping, made.path("items"), null);
    } catch (HubException e) {
      if (e.failure().passes()) {
        throw e;
      }
      var at = LINE.matcher(e.failure().sentence());
      var line =
          at.find() ? lines.numbers().get(Integer.parseInt(at.group(1))) : lines.numbers().get(0);
      throw new HubException(
          new Failure.Data(
              "SYN-040",
              "%s cannot be read at line %d: %s"
                  .formatted(task.name(), line, e.failure().sentence())),
          e);
    }
  }
}
