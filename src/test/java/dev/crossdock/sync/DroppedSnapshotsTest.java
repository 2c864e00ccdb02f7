package dev.crossdock.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.connectors.Listing;
import dev.crossdock.platform.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A snapshot that somebody leaves as a file is taken once it is left alone, whole or not at all.
 */
class DroppedSnapshotsTest {
  private static final Instant WRITTEN = Instant.parse("2026-06-01T08:00:00Z");

  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();
  private final Path data;
  private final SnapshotRig rig;

  DroppedSnapshotsTest(@TempDir Path data) {
    this.data = data;
    rig = new SnapshotRig(DATABASE.app(), data);
    rig.lists(new Listing(null, null, null, null));
    rig.clear();
  }

  @Test
  void takesColumnsInWhateverOrderAsOfWhenTheFileWasWritten() {
    drop("stock.csv", "\uFEFFplace,value,key\r\nDC1,4,TEE-RED-M\r\nDC1, -1 ,\"CAP, BLUE\"\r\n\r\n");

    look();

    assertThat(rig.staged()).containsExactly("CAP, BLUE@DC1=-1", "TEE-RED-M@DC1=4");
    var asOf =
        rig.jdbc.queryForObject("select as_of from sync_snapshots", java.sql.Timestamp.class);
    assertThat(asOf.toInstant()).isEqualTo(WRITTEN);
    assertThat(rig.told).hasSize(1).first().extracting(SnapshotTaken::whole).isEqualTo(true);
    assertThat(names("done")).hasSize(1);
  }

  @Test
  void takesDocumentsALinePacked() {
    dropPacked(
        "stock.jsonl.gz", "{\"key\":\"A\",\"place\":\"DC1\",\"value\":4,\"reference\":\"x\"}\n");

    look();

    assertThat(rig.staged()).containsExactly("A@DC1=4");
  }

  @Test
  void leavesAFileAloneWhileSomebodyWritesIt() {
    drop("stock.csv", "key,place,value\nA,DC1,4\n");
    rig.dropped.look();
    drop("stock.csv", "key,place,value\nA,DC1,4\nB,DC1,5\n");
    rig.dropped.look();
    assertThat(rig.told).isEmpty();

    rig.dropped.look();

    assertThat(rig.staged()).containsExactly("A@DC1=4", "B@DC1=5");
  }

  @Test
  void refusesAFileWithTheLineAndTheReasonBesideIt() {
    drop("stock.csv", "key,place,value\nA,DC1,4\nB,DC1,many\n");

    look();

    assertThat(rig.staged()).isEmpty();
    assertThat(rig.state()).isEqualTo("failed");
    assertThat(names("refused")).hasSize(2);
    assertThat(why()).startsWith("SYN-046").contains("line 3").contains("'many'");
  }

  @Test
  void refusesAFileWithAValueBeyondAnyStockRoom() {
    drop("stock.csv", "key,place,value\nA,DC1,999999999999\nB,DC1,-1000000000000\n");

    look();

    assertThat(rig.state()).isEqualTo("failed");
    assertThat(why())
        .startsWith("SYN-046")
        .contains("line 3", "'-1000000000000'", "at most 12 digits");
  }

  @Test
  void refusesAFileInWhichALineHasTooManyCells() {
    drop("stock.csv", "key,place,value\nA,DC1,4,5\n");

    look();

    assertThat(why()).startsWith("SYN-041").contains("line 2").contains("4 cells; expected 3");
  }

  @Test
  void refusesAFileThatSaysOneThingTwice() {
    drop("stock.csv", "key,place,value\nA,DC1,4\nA,DC1,5\n");

    look();

    assertThat(why()).startsWith("SYN-032").contains("A at 'DC1', 2 times");
  }

  @Test
  void refusesWhatIsPackedAndIsNot() {
    drop("stock.csv.gz", "key,place,value\n");

    look();

    assertThat(why()).startsWith("SYN-047");
  }

  @Test
  void refusesAFileThatIsPackedIntoTooLittle() {
    var line = "A,DC1,%s4\n".formatted(" ".repeat(60_000));
    dropPacked("stock.csv.gz", "key,place,value\n" + line.repeat(1_000));

    look();

    assertThat(why()).startsWith("SYN-043");
  }

  private void look() {
    rig.dropped.look();
    rig.dropped.look();
  }

  private Path folder() {
    return data.resolve("snapshots").resolve("shop").resolve("stock");
  }

  private void drop(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void dropPacked(String name, String text) {
    var file = new java.io.ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(file)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(name, file.toByteArray());
  }

  private void write(String name, byte[] bytes) {
    try {
      Files.createDirectories(folder());
      var file = Files.write(folder().resolve(name), bytes);
      Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> names(String below) {
    try (var files = Files.list(folder().resolve(below))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String why() {
    var name =
        names("refused").stream().filter(n -> n.endsWith(".why.txt")).findFirst().orElseThrow();
    try {
      return Files.readString(folder().resolve("refused").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
