package dev.crossdock.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** A till's file of ten thousand lines, seven of them bad. */
final class TillsFile {
  static final int LINES = 10_000;
  static final List<Integer> BAD = List.of(17, 1_500, 2_999, 4_444, 6_000, 8_123, 10_001);

  private static final int SKUS = 40;

  private TillsFile() {}

  /** What it sells, and how much of it is there. */
  static void stock(JdbcTemplate sql) {
    for (int i = 0; i < SKUS; i++) {
      var sku = "SKU-" + i;
      sql.update("insert into catalog_skus (sku) values (?)", sku);
      sql.update(
          "insert into catalog_references (channel, kind, code, sku) values ('erp', 'barcode', ?, ?)",
          "50000000000" + (10 + i),
          sku);
      sql.update(
          "insert into inventory_levels (sku, location, on_hand) values (?, 'leeds', 1000)", sku);
    }
  }

  /** As tills do it: written under another name, then renamed. */
  static void drop(Path folder, String name) throws IOException {
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
}
