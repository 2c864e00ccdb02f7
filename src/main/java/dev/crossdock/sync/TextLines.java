package dev.crossdock.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import dev.crossdock.connectors.Listing;
import dev.crossdock.delivery.LongLines;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A file of lines, read as it comes and never held: some hundred lines at a time. */
final class TextLines implements AutoCloseable {
  private static final ObjectReader CELLS = CsvMapper.builder().build().readerFor(String[].class);
  private static final int AT_ONCE = 500;

  private final String name;
  private final InputStream in;
  private final Charset letters;
  private final long most;
  private long number;
  private long seen;
  private String @Nullable [] names;

  /**
   * Of a file.
   *
   * @param name as it is called in a sentence
   * @param most how many lines it may have
   */
  TextLines(String name, InputStream in, Charset letters, long most) {
    this.name = name;
    this.in = in;
    this.letters = letters;
    this.most = most;
  }

  /**
   * Some lines that follow one another.
   *
   * @param numbers where each stands in the file, from 1
   * @param documents what each says
   */
  record Some(List<Long> numbers, List<JsonNode> documents) {}

  /**
   * Hands out all lines but those of before, and none twice.
   *
   * @param before how many were handed out before; a header is none
   * @throws HubException {@code SYN-041} when a line is not of the format
   */
  void each(Listing.Format format, long before, Consumer<Some> each) throws IOException {
    var reader = new BufferedReader(new InputStreamReader(in, letters));
    var some = new Some(new ArrayList<>(AT_ONCE), new ArrayList<>(AT_ONCE));
    for (var line = LongLines.next(reader); line != null; line = LongLines.next(reader)) {
      number++;
      if (number == 1 && line.startsWith("\uFEFF")) {
        line = line.substring(1);
      }
      if (line.isBlank() || isHeader(format, line) || ++seen <= before) {
        continue;
      }
      require(seen <= most, "it has more than %d lines".formatted(most));
      some.numbers().add(number);
      some.documents().add(document(format, line));
      if (some.numbers().size() == AT_ONCE) {
        each.accept(some);
        some = new Some(new ArrayList<>(AT_ONCE), new ArrayList<>(AT_ONCE));
      }
    }
    if (!some.numbers().isEmpty()) {
      each.accept(some);
    }
  }

  private boolean isHeader(Listing.Format format, String line) {
    if (format == Listing.Format.JSONL || names != null) {
      return false;
    }
    names = cells(format, line);
    return true;
  }

  private JsonNode document(Listing.Format format, String line) {
    require(LongLines.LONGEST.fits(line.length()), "it has more than 65,536 letters");
    var columns = names;
    if (columns == null) {
      try {
        return Json.read(line.getBytes(StandardCharsets.UTF_8));
      } catch (HubException e) {
        throw wrong("it is not JSON");
      }
    }
    var cells = cells(format, line);
    require(
        cells.length == columns.length,
        "it has %d cells; expected %d".formatted(cells.length, columns.length));
    var row = Json.mapper().createObjectNode();
    for (var n = 0; n < cells.length; n++) {
      row.put(columns[n].strip(), cells[n].strip());
    }
    return row;
  }

  private String[] cells(Listing.Format format, String line) {
    if (format == Listing.Format.TSV) {
      return line.split("\t", -1);
    }
    try {
      return CELLS.readValue(line);
    } catch (IOException e) {
      throw wrong("it is not CSV");
    }
  }

  private void require(boolean right, String otherwise) {
    if (!right) {
      throw wrong(otherwise);
    }
  }

  private HubException wrong(String what) {
    return new HubException(
        new Failure.Data(
            "SYN-041",
            "%s cannot be read at line %d: %s. Have the whole file sent again, corrected."
                .formatted(name, number, what)));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
