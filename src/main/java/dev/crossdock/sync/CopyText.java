package dev.crossdock.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of a snapshot as COPY reads them. */
final class CopyText {
  private CopyText() {}

  static String of(long snapshot, List<SnapshotLine> lines) {
    var text = new StringBuilder(lines.size() * 64);
    for (var line : lines) {
      text.append(snapshot).append('\t');
      cell(text, line.key()).append('\t');
      cell(text, line.place()).append('\t').append(line.value()).append('\t');
      cell(text, line.reference()).append('\t');
      cell(text, line.asOf() == null ? null : line.asOf().toString()).append('\n');
    }
    return text.toString();
  }

  /** As COPY reads it: a backslash before what would end the cell or the line. */
  private static StringBuilder cell(StringBuilder text, @Nullable String value) {
    if (value == null) {
      return text.append("\\N");
    }
    for (var n = 0; n < value.length(); n++) {
      var letter = value.charAt(n);
      switch (letter) {
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> text.append(letter);
      }
    }
    return text;
  }
}
