package dev.crossdock.platform.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.crossdock.kernel.Capped;
import dev.crossdock.platform.DatabaseLogin;
import dev.crossdock.platform.HubDatabase;
import dev.crossdock.platform.SecretFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes the database available, migrated; nobody is handed a connection before that. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(
      name = "hub.database.mode",
      havingValue = "embedded",
      matchIfMissing = true)
  static class Embedded {
    @Bean(destroyMethod = "close")
    EmbeddedDatabase embeddedDatabase(
        @Value("${hub.data-dir:.crossdock}") Path dataDir,
        DatabaseSettings settings,
        SecretFiles secrets)
        throws IOException, SQLException {
      return EmbeddedDatabase.start(dataDir, settings.port(), secrets);
    }

    @Bean
    HubDatabase hubDatabase(EmbeddedDatabase embedded) {
      return embedded.database();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "hub.database.mode", havingValue = "external")
  static class External {
    @Bean
    HubDatabase hubDatabase(DatabaseSettings settings, SecretFiles secrets) throws SQLException {
      if (settings.url().isBlank()) {
        throw new IllegalStateException(
            "PLT-006 hub.database.mode is external and hub.database.url is empty; set it to jdbc:postgresql://host:port/database.");
      }
      var owner = settings.ownerPassword();
      var app = settings.appPassword();
      return new HubDatabase(
          login(settings, settings.ownerUser(), owner, "database-owner", secrets),
          login(settings, settings.appUser(), app, "database-app", secrets),
          Optional.empty());
    }

    private static DatabaseLogin login(
        DatabaseSettings settings, String user, String given, String secret, SecretFiles secrets) {
      var password = given.isEmpty() ? secrets.find(secret).orElse("") : given;
      return new DatabaseLogin(settings.url(), user, password);
    }
  }

  @Bean(destroyMethod = "close")
  DataSource dataSource(HubDatabase database, DatabaseSettings settings) {
    Migrations.run(database.owner(), database.app().user());
    return new HikariDataSource(pool(database.app(), settings, ""));
  }

  /** Few, as only relays and delivery workers use them. */
  private static final int MARKING_CONNECTIONS = 6;

  /** Connections whose commits do not wait for the disk. */
  @Bean(destroyMethod = "close", defaultCandidate = false)
  HikariDataSource marksDataSource(
      HubDatabase database, DatabaseSettings settings, DataSource migrated) {
    var pool = pool(database.app(), settings, " -c synchronous_commit=off");
    pool.setPoolName("crossdock-marks");
    pool.setMaximumPoolSize(MARKING_CONNECTIONS);
    return new HikariDataSource(pool);
  }

  /**
   * For marks that a crash of the database may forget, because a mark that is missing only makes us
   * do the same again; everything else commits to the disk.
   */
  @Bean(defaultCandidate = false)
  @Qualifier("marks")
  JdbcTemplate marks(@Qualifier("marksDataSource") DataSource dataSource) {
    return new JdbcTemplate(dataSource);
  }

  /** Who finds none within the connection timeout is told so. */
  @Bean
  Capped connectionCaps(
      DataSource dataSource,
      @Qualifier("marksDataSource") HikariDataSource marks,
      DatabaseSettings settings) {
    return () ->
        List.of(
            new Capped.Cap(
                "database-connections",
                () -> dataSource instanceof HikariDataSource pool ? active(pool) : 0,
                settings::connections,
                () -> 0),
            new Capped.Cap(
                "database-marks", () -> active(marks), () -> MARKING_CONNECTIONS, () -> 0));
  }

  private static long active(HikariDataSource pool) {
    var state = pool.getHikariPoolMXBean();
    return state == null ? 0 : state.getActiveConnections();
  }

  private static HikariConfig pool(
      DatabaseLogin app, DatabaseSettings settings, String moreOptions) {
    var answer = settings.answerTimeout();
    var pool = new HikariConfig();
    pool.setPoolName("crossdock");
    pool.setJdbcUrl(app.url());
    pool.setUsername(app.user());
    pool.setPassword(app.password());
    pool.setMaximumPoolSize(settings.connections());
    pool.setConnectionTimeout(settings.connectionTimeout().toMillis());
    pool.setValidationTimeout(Math.min(1000, settings.connectionTimeout().toMillis()));
    pool.setInitializationFailTimeout(10_000);
    pool.addDataSourceProperty("ApplicationName", "crossdock");
    pool.addDataSourceProperty("connectTimeout", "2");
    pool.addDataSourceProperty("socketTimeout", Long.toString(answer.toSeconds()));
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    pool.addDataSourceProperty("reWriteBatchedInserts", "true");
    pool.addDataSourceProperty("prepareThreshold", "3");
    // The server gives up a second before we do, so that it never works for nobody.
    pool.addDataSourceProperty(
        "options",
        "-c statement_timeout=%d -c lock_timeout=%d -c idle_in_transaction_session_timeout=%d"
                .formatted(
                    Math.max(1000, answer.toMillis() - 1000),
                    settings.lockTimeout().toMillis(),
                    answer.toMillis() * 3)
            + moreOptions);
    return pool;
  }
}
