package dev.crossdock.platform;

import dev.crossdock.kernel.Capped;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Shows how full everything is that can fill up, under one name: {@code hub.cap.used}, {@code
 * hub.cap.limit} and {@code hub.cap.refused}, so that one alert covers it all.
 */
@Component
public class CapMeters implements SmartInitializingSingleton {
  private final ObjectProvider<Capped> capped;
  private final MeterRegistry meters;

  CapMeters(ObjectProvider<Capped> capped, MeterRegistry meters) {
    this.capped = capped;
    this.meters = meters;
  }

  /** All that can fill up. */
  public List<Capped.Cap> all() {
    return capped.stream().flatMap(each -> each.caps().stream()).toList();
  }

  @Override
  public void afterSingletonsInstantiated() {
    for (var cap : all()) {
      Gauge.builder("hub.cap.used", () -> cap.used().getAsLong())
          .description("How full it is; of a body or file, the largest that was taken.")
          .tag("what", cap.what())
          .register(meters);
      Gauge.builder("hub.cap.limit", () -> cap.limit().getAsLong())
          .description("How much it holds at most.")
          .tag("what", cap.what())
          .register(meters);
      FunctionCounter.builder("hub.cap.refused", cap, one -> one.refused().getAsLong())
          .description("What did not fit.")
          .tag("what", cap.what())
          .register(meters);
    }
  }
}
