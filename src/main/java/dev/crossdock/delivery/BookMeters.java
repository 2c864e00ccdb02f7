package dev.crossdock.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The books as metrics; read a few times a minute, whoever asks how often. */
@Component
class BookMeters {
  private static final Logger LOG = LoggerFactory.getLogger(BookMeters.class);

  private final BookTable table;
  private final Accounts accounts;
  private final Clock clock;
  private final MultiGauge messages;
  private final MultiGauge oldest;

  BookMeters(BookTable table, Accounts accounts, Books books, Clock clock, MeterRegistry meters) {
    this.table = table;
    this.accounts = accounts;
    this.clock = clock;
    this.messages =
        MultiGauge.builder("hub.messages")
            .description("Messages a channel sent, by how they ended, since the first.")
            .register(meters);
    this.oldest =
        MultiGauge.builder("hub.messages.oldest")
            .baseUnit("seconds")
            .description("For how long the oldest message of a channel has been in progress.")
            .register(meters);
    Gauge.builder("hub.books.imbalance", books, b -> b.imbalances().size())
        .description("Hours and ends at which the books and the messages do not say the same.")
        .register(meters);
  }

  @Scheduled(initialDelay = 5_000, fixedDelay = 10_000)
  void read() {
    try {
      messages.register(
          accounts.all().stream()
              .flatMap(
                  a ->
                      java.util.stream.Stream.of(
                          row(a.channel(), "applied", a.applied()),
                          row(a.channel(), "duplicate", a.duplicate()),
                          row(a.channel(), "ignored", a.ignored()),
                          row(a.channel(), "parked", a.parked()),
                          row(a.channel(), "in-progress", a.inProgress())))
              .toList(),
          true);
      var now = clock.instant();
      oldest.register(
          table.oldest().stream()
              .map(
                  o ->
                      MultiGauge.Row.of(
                          Tags.of("channel", o.channel()),
                          Duration.between(o.receivedAt(), now).toSeconds()))
              .toList(),
          true);
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("could not read the books");
    }
  }

  private static MultiGauge.Row<Number> row(String channel, String end, long messages) {
    return MultiGauge.Row.of(Tags.of("channel", channel, "end", end), messages);
  }
}
