package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.crossdock.kernel.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file row by row: {@code {"line": 17, "columns": {"store": "17", ...}}}.
 *
 * <p>Every line is read alone, so that one that cannot be read spoils no other; it becomes {@code
 * {"line": 17, "problem": "...", "raw": "..."}}. A byte order mark, CRLF and empty lines are passed
 * over; a cell never spans lines.
 */
final class FileRows {
  private static final ObjectReader CELLS =
      CsvMapper.builder().enable(CsvParser.Feature.TRIM_SPACES).build().readerFor(String[].class);

  private FileRows() {}

  /** Hands out each row, in order. */
  static void each(InputStream in, Consumer<Row> each) throws IOException {
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    String[] names = null;
    int number = 0;
    for (String line = LongLines.next(reader); line != null; line = LongLines.next(reader)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      if (names == null) {
        names = cells(line.startsWith("\uFEFF") ? line.substring(1) : line);
        if (names == null) {
          each.accept(new Row(number, problem(number, "the header cannot be read", shown(line))));
          return;
        }
      } else {
        each.accept(new Row(number, row(number, names, line)));
      }
    }
  }

  /** One row and where it stands, from 1. */
  record Row(int line, JsonNode document) {}

  private static ObjectNode row(int number, String[] names, String line) {
    var cells = LongLines.LONGEST.fits(line.length()) ? cells(line) : null;
    if (cells == null) {
      return problem(number, "it is not CSV", shown(line));
    }
    if (cells.length != names.length) {
      return problem(
          number, "it has %d cells; expected %d".formatted(cells.length, names.length), line);
    }
    var row = Json.mapper().createObjectNode().put("line", number);
    var columns = row.putObject("columns");
    for (int i = 0; i < names.length; i++) {
      columns.put(names[i].strip(), cells[i]);
    }
    return row;
  }

  private static String shown(String line) {
    return line.substring(0, Math.min(line.length(), 200));
  }

  private static ObjectNode problem(int number, String problem, String raw) {
    return Json.mapper()
        .createObjectNode()
        .put("line", number)
        .put("problem", problem)
        .put("raw", raw);
  }

  private static String @Nullable [] cells(String line) {
    try {
      return CELLS.readValue(line);
    } catch (IOException e) {
      return null;
    }
  }
}
