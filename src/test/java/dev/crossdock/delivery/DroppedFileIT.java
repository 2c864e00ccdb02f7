package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.WholeHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A till's file of ten thousand lines, some of them bad, dropped into a store's folder. */
class DroppedFileIT {
  @RegisterExtension static final WholeHub HUB = new WholeHub();

  @Test
  void appliesTheGoodLinesParksTheBadOnesAndArchivesTheFileOnce() throws IOException {
    TillsFile.stock(HUB.sql());
    var store = Files.createDirectories(HUB.data().resolve("drops").resolve("17"));

    TillsFile.drop(store, "sales-1.csv");

    awaitClosed(TillsFile.LINES);
    assertThat(states()).containsExactlyInAnyOrder("applied 9993", "parked 7");
    assertThat(
            HUB.sql()
                .queryForList(
                    "select line from delivery_inbox where state = 'parked' order by line",
                    Integer.class))
        .isEqualTo(TillsFile.BAD);
    assertThat(
            HUB.sql()
                .queryForList(
                    "select failure_sentence from delivery_inbox where state = 'parked'",
                    String.class))
        .allSatisfy(why -> assertThat(why).isNotBlank());
    assertThat(archived()).hasSize(1);
    assertThat(units()).isEqualTo(-9_993);

    TillsFile.drop(store, "sales-1-again.csv");

    awaitClosed(2 * TillsFile.LINES);
    assertThat(states()).containsExactlyInAnyOrder("applied 9993", "duplicate 9993", "parked 14");
    assertThat(units()).isEqualTo(-9_993);
  }

  private static void awaitClosed(int messages) {
    await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                HUB.sql()
                    .queryForObject(
                        "select count(*) = ? from delivery_inbox where state not in ('received', 'relayed')",
                        Boolean.class,
                        messages));
  }

  private static List<String> states() {
    return HUB.sql()
        .queryForList(
            "select state || ' ' || count(*) from delivery_inbox group by state", String.class);
  }

  private static int units() {
    Integer units =
        HUB.sql()
            .queryForObject("select sum(on_hand)::integer from inventory_movements", Integer.class);
    return units == null ? 0 : units;
  }

  private static List<Path> archived() throws IOException {
    try (var files = Files.walk(HUB.data().resolve("drops").resolve("done"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
