package dev.crossdock.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.delivery.FileRows.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the lines of a till's file. */
class FileRowsTest {

  @Test
  void namesEachCellByTheHeader() throws IOException {
    var rows = rows("store,till,quantity\n17,2,3\n");

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).line()).isEqualTo(2);
    assertThat(rows.get(0).document().at("/columns/quantity").asText()).isEqualTo("3");
  }

  @Test
  void setsAsideALineThatIsTooLongWithoutHoldingIt() throws IOException {
    var before = LongLines.LONGEST.cap().refused().getAsLong();

    var rows = rows("store,till\n" + "x".repeat(5_000_000) + "\n23,1\r24,2\r\n25,3");

    assertThat(rows).hasSize(4);
    assertThat(rows.get(0).document().path("problem").asText()).isEqualTo("it is not CSV");
    assertThat(rows.get(0).document().path("raw").asText()).hasSize(200);
    assertThat(rows.get(1).document().at("/columns/store").asText()).isEqualTo("23");
    assertThat(rows.get(2).document().at("/columns/store").asText()).isEqualTo("24");
    assertThat(rows.get(3).document().at("/columns/till").asText()).isEqualTo("3");
    assertThat(LongLines.LONGEST.cap().refused().getAsLong()).isEqualTo(before + 1);
  }

  @Test
  void passesOverAByteOrderMarkWindowsLineEndsAndEmptyLines() throws IOException {
    var rows = rows("\uFEFFstore,till\r\n\r\n17,2\r\n");

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).document().at("/columns/store").asText()).isEqualTo("17");
    assertThat(rows.get(0).document().at("/columns/till").asText()).isEqualTo("2");
  }

  @Test
  void setsAsideALineWithTooFewCellsAndReadsTheNext() throws IOException {
    var rows = rows("store,till\n17\n23,1\n");

    assertThat(rows.get(0).document().path("problem").asText())
        .isEqualTo("it has 1 cells; expected 2");
    assertThat(rows.get(1).document().at("/columns/store").asText()).isEqualTo("23");
  }

  @Test
  void setsAsideALineWhoseQuoteNeverEndsAndReadsTheNext() throws IOException {
    var rows = rows("store,till\n\"17,2\n23,1\n");

    assertThat(rows.get(0).document().has("problem")).isTrue();
    assertThat(rows.get(1).document().at("/columns/till").asText()).isEqualTo("1");
  }

  private static List<Row> rows(String text) throws IOException {
    var rows = new ArrayList<Row>();
    FileRows.each(new ByteArrayInputStream(text.getBytes(UTF_8)), rows::add);
    return rows;
  }
}
