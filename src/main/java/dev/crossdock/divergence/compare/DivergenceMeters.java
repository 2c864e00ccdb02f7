package dev.crossdock.divergence.compare;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How much of each channel differs, as a metric; read a few times a minute, whoever asks. */
@Component
class DivergenceMeters {
  private static final Logger LOG = LoggerFactory.getLogger(DivergenceMeters.class);

  private final FindingTable table;
  private final MultiGauge divergences;

  DivergenceMeters(FindingTable table, MeterRegistry meters) {
    this.table = table;
    this.divergences =
        MultiGauge.builder("hub.divergences")
            .description("Things of which a channel says something else than we hold true.")
            .register(meters);
  }

  @Scheduled(initialDelay = 5_000, fixedDelay = 10_000)
  void read() {
    try {
      divergences.register(
          table.open().stream()
              .map(
                  open ->
                      MultiGauge.Row.of(
                          Tags.of("channel", open.channel(), "state", open.state()), open.count()))
              .toList(),
          true);
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("could not count divergences");
    }
  }
}
