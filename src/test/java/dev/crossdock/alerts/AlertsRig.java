package dev.crossdock.alerts;

import dev.crossdock.kernel.FileCheck;
import dev.crossdock.kernel.Secrets;
import dev.crossdock.lint.Lint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.type.filter.RegexPatternTypeFilter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who tells people, of one hub process, without its threads: whoever holds it says when. */
final class AlertsRig implements AutoCloseable {
  /** What of other modules it stands on. */
  private static final Pattern NEIGHBOURS =
      Pattern.compile(
          ".*\\.(Cases|Audit|Accounts|Books|BookTable|BookAudit|Channels|HubFolders|HmacSha256\\w+|StandardWebhooks)");

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final Path folder;

  /**
   * Wires it to a database.
   *
   * @param house the folder in which {@code config/alerts/} stands
   */
  AlertsRig(DataSource database, Path house, Map<String, String> secrets) {
    this(database, house, secrets, Clock.systemUTC());
  }

  /** The same, by another clock. */
  AlertsRig(DataSource database, Path house, Map<String, String> secrets, Clock clock) {
    folder = house.resolve("config/alerts");
    var settings =
        Map.<String, Object>of(
            "hub.alerts-dir",
            folder.toString(),
            "hub.alerts.parked-for",
            "24h",
            "hub.alerts.silent-for",
            "30m",
            "hub.channels-dir",
            house.resolve("config/channels").toString());
    context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("rig", settings));
    context
        .getBeanFactory()
        .setConversionService(
            org.springframework.boot.convert.ApplicationConversionService.getSharedInstance());
    context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(database));
    context.registerBean(
        TransactionTemplate.class,
        () -> new TransactionTemplate(new JdbcTransactionManager(database)));
    context.registerBean(Clock.class, () -> clock);
    context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
    context.registerBean(Secrets.class, () -> name -> Optional.ofNullable(secrets.get(name)));
    context.registerBean(FileCheck.class, Lint::new);
    context.scan("dev.crossdock.alerts");
    var some = new ClassPathBeanDefinitionScanner(context, false);
    some.addIncludeFilter(new RegexPatternTypeFilter(NEIGHBOURS));
    some.scan("dev.crossdock.delivery", "dev.crossdock.connectors");
    context.addBeanFactoryPostProcessor(
        beans -> {
          for (var name : beans.getBeanDefinitionNames()) {
            beans.getBeanDefinition(name).setLazyInit(true);
          }
        });
    context.refresh();
  }

  <T> T get(Class<T> type) {
    return context.getBean(type);
  }

  /** Looks at every route once. */
  void look() {
    get(TellingThread.class).look();
  }

  /** Writes a file of {@code config/alerts/}. */
  void write(String route, String text) {
    write(route, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same, in any encoding. */
  void write(String route, byte[] text) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(route + ".yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
