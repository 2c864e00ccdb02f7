package dev.crossdock.sandbox.tills;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Receipts as the older tills write them: one line each. */
final class CsvFile {
  static final String HEADER =
      "store,till,business_day,sequence,line,type,barcode,quantity,unit_price,currency,sold_at";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

  private CsvFile() {}

  static List<String> rows(List<Ticket> tickets) {
    var rows = new ArrayList<String>();
    rows.add(HEADER);
    for (var ticket : tickets) {
      for (var line : ticket.lines()) {
        rows.add(row(ticket, line));
      }
    }
    return rows;
  }

  private static String row(Ticket ticket, Ticket.Line line) {
    var cells = new ArrayList<String>();
    cells.add(ticket.store().store());
    cells.add(Integer.toString(ticket.till()));
    cells.add(ticket.businessDay().toString());
    cells.add(Long.toString(ticket.sequence()));
    cells.add(Integer.toString(line.number()));
    cells.add(line.type().name());
    cells.add(line.barcode());
    cells.add(quantity(line));
    cells.add(line.price());
    cells.add("GBP");
    cells.add(
        line.flaw() == Ticket.Flaw.BAD_DATE ? "31/02/2026 25:61" : TIME.format(ticket.localTime()));
    return String.join(
        ",",
        line.flaw() == Ticket.Flaw.MISSING_COLUMN ? cells.subList(0, cells.size() - 3) : cells);
  }

  private static String quantity(Ticket.Line line) {
    return switch (line.flaw()) {
      case BAD_ROW -> "two";
      case NEGATIVE_QUANTITY -> "-" + line.quantity();
      default -> Integer.toString(line.quantity());
    };
  }
}
