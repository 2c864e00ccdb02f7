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

  private static final int LINES = 10_000;
  private static final int SKUS = 40;
  private static final List<Integer> BAD = List.of(17, 1_500, 2_999, 4_444, 6_000, 8_123, 10_001);

  @Test
  void appliesTheGoodLinesParksTheBadOnesAndArchivesTheFileOnce() throws IOException {
    stock();
    var store = Files.createDirectories(HUB.data().resolve("drops").resolve("17"));

    drop(store, "sales-1.csv");

    awaitClosed(LINES);
    assertThat(states()).containsExactlyInAnyOrder("applied 9993", "parked 7");
    assertThat(
            HUB.sql()
                .queryForList(
                    "select line from delivery_inbox where state = 'parked' order by line",
                    Integer.class))
        .isEqualTo(BAD);
    assertThat(
            HUB.sql()
                .queryForList(
                    "select failure_sentence from delivery_inbox where state = 'parked'",
                    String.class))
        .allSatisfy(why -> assertThat(why).isNotBlank());
    assertThat(archived()).hasSize(1);
    assertThat(units()).isEqualTo(-9_993);

    drop(store, "sales-1-again.csv");

    awaitClosed(2 * LINES);
    assertThat(states()).containsExactlyInAnyOrder("applied 9993", "duplicate 9993", "parked 14");
    assertThat(units()).isEqualTo(-9_993);
  }

  private static void stock() {
    for (int i = 0; i < SKUS; i++) {
      HUB.know("SKU-" + i, "erp", "barcode", "50000000000" + (10 + i));
      HUB.sql()
          .update(
              "insert into inventory_levels (sku, location, on_hand) values (?, 'leeds', 1000)",
              "SKU-" + i);
    }
  }

  /** As tills do it: written under another name, then renamed. */
  private static void drop(Path folder, String name) throws IOException {
    var text =
        new StringBuilder(
            "\uFEFFstore,till,business_day,sequence,line,type,barcode,quantity,unit_price,currency,sold_at\r\n");
    for (int line = 2; line <= LINES + 1; line++) {
      text.append(BAD.contains(line) ? bad(line) : good(line)).append("\r\n");
    }
    var draft = Files.writeString(folder.resolve(name + ".tmp"), text);
    Files.move(draft, folder.resolve(name));
  }

  private static String good(int line) {
    return "17,2,2026-06-01,%d,1,SALE,50000000000%d,1,9.99,GBP,2026-06-01 09:30:00.000"
        .formatted(line, 10 + line % SKUS);
  }

  private static String bad(int line) {
    return switch (line % 3) {
      case 0 -> "17,2,2026-06-01," + line;
      case 1 -> good(line).replace(",SALE,", ",BARTER,");
      default -> good(line).replace(",1,9.99,", ",1.5,9.99,");
    };
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
