package dev.crossdock.platform;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The clock and the secrets. */
@Configuration(proxyBeanMethods = false)
class PlatformConfiguration {

  /** Ticks in microseconds, as the database does, so that an instant survives being stored. */
  @Bean
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));
  }

  @Bean
  SecretFiles secrets(@Value("${hub.data-dir:.crossdock}") Path dataDir) {
    return new SecretFiles(dataDir, System.getenv());
  }
}
