package dev.crossdock.sandbox.tills;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Receipts as the newer tills write them: an IXRetail POSLog. */
final class PosLogFile {
  private static final String NAMESPACE = "http://www.nrf-arts.org/IXRetail/namespace/";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS");
  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();

  private final XMLStreamWriter xml;
  private final String newline;

  private PosLogFile(XMLStreamWriter xml, String newline) {
    this.xml = xml;
    this.newline = newline;
  }

  static String text(List<Ticket> tickets, String newline) {
    var text = new StringWriter();
    try {
      var xml = FACTORY.createXMLStreamWriter(text);
      var file = new PosLogFile(xml, newline);
      xml.writeStartDocument("UTF-8", "1.0");
      file.line();
      xml.writeStartElement("POSLog");
      xml.writeDefaultNamespace(NAMESPACE);
      xml.writeAttribute("MajorVersion", "6");
      xml.writeAttribute("MinorVersion", "0");
      xml.writeAttribute("FixVersion", "0");
      file.line();
      for (var ticket : tickets) {
        file.transaction(ticket);
      }
      xml.writeEndElement();
      file.line();
      xml.writeEndDocument();
      return text.toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private void transaction(Ticket ticket) throws XMLStreamException {
    xml.writeStartElement("Transaction");
    xml.writeAttribute("CancelFlag", flag(ticket, Ticket.Mode.CANCELLED));
    xml.writeAttribute("TrainingModeFlag", flag(ticket, Ticket.Mode.TRAINING));
    xml.writeAttribute("OfflineFlag", "false");
    line();
    element("RetailStoreID", ticket.store().store());
    element("WorkstationID", Integer.toString(ticket.till()));
    element("TillID", Integer.toString(ticket.till()));
    element("SequenceNumber", Long.toString(ticket.sequence()));
    element("BusinessDayDate", ticket.businessDay().toString());
    element("BeginDateTime", time(ticket.localTime().minusNanos(1_000_000)));
    element("EndDateTime", time(ticket.localTime()));
    element("OperatorID", Integer.toString(100 + ticket.till()));
    element("CurrencyCode", "GBP");
    xml.writeStartElement("RetailTransaction");
    line();
    var total = BigDecimal.ZERO;
    for (var one : ticket.lines()) {
      item(one);
      total = total.add(amount(one));
    }
    tender(ticket.lines().size() + 1, total);
    xml.writeEndElement();
    line();
    xml.writeEndElement();
    line();
  }

  private void item(Ticket.Line line) throws XMLStreamException {
    xml.writeStartElement("LineItem");
    xml.writeAttribute("VoidFlag", "false");
    element("SequenceNumber", Integer.toString(line.number()));
    xml.writeStartElement(line.type() == Ticket.Type.RETURN ? "Return" : "Sale");
    xml.writeAttribute("ItemType", "Stock");
    xml.writeStartElement("POSIdentity");
    xml.writeAttribute("POSIDType", "EAN");
    element("POSItemID", line.barcode());
    xml.writeEndElement();
    element("RegularSalesUnitPrice", line.price());
    element("ActualSalesUnitPrice", line.price());
    element("ExtendedAmount", amount(line).toPlainString());
    xml.writeStartElement("Quantity");
    xml.writeAttribute("UnitOfMeasureCode", "EA");
    xml.writeCharacters(Integer.toString(line.quantity()));
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndElement();
    line();
  }

  private void tender(int number, BigDecimal total) throws XMLStreamException {
    xml.writeStartElement("LineItem");
    element("SequenceNumber", Integer.toString(number));
    xml.writeStartElement("Tender");
    xml.writeAttribute("TenderType", total.signum() < 0 ? "Cash" : "CreditDebit");
    element("Amount", total.toPlainString());
    xml.writeEndElement();
    xml.writeEndElement();
    line();
    xml.writeStartElement("Total");
    xml.writeAttribute("TotalType", "TransactionGrandAmount");
    xml.writeCharacters(total.toPlainString());
    xml.writeEndElement();
    line();
  }

  private static BigDecimal amount(Ticket.Line line) {
    var amount = new BigDecimal(line.price()).multiply(BigDecimal.valueOf(line.quantity()));
    return line.type() == Ticket.Type.RETURN ? amount.negate() : amount;
  }

  private static String flag(Ticket ticket, Ticket.Mode mode) {
    return Boolean.toString(ticket.mode() == mode).toLowerCase(Locale.ROOT);
  }

  private static String time(LocalDateTime time) {
    return TIME.format(time);
  }

  private void element(String name, String text) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  private void line() throws XMLStreamException {
    xml.writeCharacters(newline);
  }
}
