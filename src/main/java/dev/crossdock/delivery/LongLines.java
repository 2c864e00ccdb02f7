package dev.crossdock.delivery;

import dev.crossdock.kernel.Fullest;
import java.io.BufferedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a file line by line, and holds no more of a line than a line may have. */
public final class LongLines {
  private static final int LONGEST_LINE = 64 * 1024;

  /** How many letters a line may have. */
  public static final Fullest LONGEST = new Fullest("csv-line", LONGEST_LINE);

  private LongLines() {}

  /**
   * The next line; of one that is too long, its beginning and one letter too many. Null at the end.
   */
  public static @Nullable String next(BufferedReader reader) throws IOException {
    var line = new StringBuilder();
    int letter = reader.read();
    if (letter < 0) {
      return null;
    }
    while (letter >= 0 && letter != '\n' && letter != '\r') {
      if (line.length() <= LONGEST_LINE) {
        line.append((char) letter);
      }
      letter = reader.read();
    }
    if (letter == '\r') {
      reader.mark(1);
      if (reader.read() != '\n') {
        reader.reset();
      }
    }
    return line.toString();
  }
}
