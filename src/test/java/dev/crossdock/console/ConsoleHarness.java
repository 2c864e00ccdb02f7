package dev.crossdock.console;

import dev.crossdock.console.alerts.FixtureAlerts;
import dev.crossdock.console.divergence.FixtureDivergence;
import dev.crossdock.console.journey.FixtureJourneys;
import dev.crossdock.console.syncs.FixtureSyncs;
import dev.crossdock.platform.SecretFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

/**
 * The console alone, with no database behind it: its login, its page, Hawtio, Jolokia, one route.
 *
 * <p>Not a configuration by name, so that nobody else's scan finds it.
 */
@EnableAutoConfiguration(
    exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@ComponentScan(
    basePackages = "dev.crossdock.console",
    excludeFilters = {
      @Filter(
          type = FilterType.ASSIGNABLE_TYPE,
          classes = {
            BooksPage.class,
            DatabaseLive.class,
            DatabaseOrders.class,
            HubDesk.class,
            StockTable.class,
            StockFigures.class,
            LagFigures.class,
            LevelFigures.class,
            OwedFigures.class,
            Roster.class
          }),
      @Filter(
          type = FilterType.REGEX,
          pattern = "dev.crossdock.console\\..*\\.(.*Journeys|.*Tables|EvidencePage|Hub.*)")
    })
class ConsoleHarness {
  static final String ADMIN = "admin-password-of-tests-1";
  static final String VIEWER = "viewer-password-of-tests-1";

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  SecretFiles secrets(@Value("${hub.data-dir}") Path dataDir) {
    return new SecretFiles(
        dataDir,
        Map.of("CROSSDOCK_SECRET_CONSOLE_ADMIN", ADMIN, "CROSSDOCK_SECRET_CONSOLE_VIEWER", VIEWER));
  }

  @Bean
  LiveSource figures() {
    return new FixtureLive();
  }

  @Bean
  FixtureJourneys journeys() {
    return new FixtureJourneys();
  }

  @Bean
  ParkedDesk desk() {
    return new FixtureDesk();
  }

  @Bean
  OrdersDesk orders() {
    return new FixtureOrders();
  }

  @Bean
  FixtureDivergence divergence() {
    return new FixtureDivergence();
  }

  @Bean
  FixtureSyncs syncs() {
    return new FixtureSyncs();
  }

  @Bean
  FixtureAlerts alerts() {
    return new FixtureAlerts();
  }

  @Bean
  RouteBuilder tick() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("timer:tick?period=1000")
            .routeId("tick")
            .setBody(constant("tock"))
            .id("tick/say")
            .to("log:tick?level=DEBUG");
      }
    };
  }
}
