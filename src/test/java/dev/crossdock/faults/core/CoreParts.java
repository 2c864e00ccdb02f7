package dev.crossdock.faults.core;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.crossdock.connectors.calls.MonotonicTime;
import dev.crossdock.delivery.Inbox;
import dev.crossdock.delivery.Outbox;
import dev.crossdock.inventory.StockLedger;
import dev.crossdock.kernel.Room;
import dev.crossdock.mapping.Mappings;
import dev.crossdock.platform.SecretFiles;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

// no @Configuration: the whole hub in other tests would find it by its scan
/** What the platform gives the core in the whole hub: the database, the clock, the secrets. */
@EnableAspectJAutoProxy(proxyTargetClass = true)
@EnableScheduling
class CoreParts {
  @Bean(destroyMethod = "close")
  @Primary
  HikariDataSource dataSource(
      @Value("${db.url}") String url,
      @Value("${db.user}") String user,
      @Value("${db.password}") String password) {
    return new HikariDataSource(pool(url, user, password, 12, ""));
  }

  @Bean(destroyMethod = "close", defaultCandidate = false)
  HikariDataSource marksDataSource(
      @Value("${db.url}") String url,
      @Value("${db.user}") String user,
      @Value("${db.password}") String password) {
    return new HikariDataSource(pool(url, user, password, 6, " -c synchronous_commit=off"));
  }

  @Bean
  @Primary
  JdbcTemplate jdbcTemplate(DataSource database) {
    return new JdbcTemplate(database);
  }

  @Bean(defaultCandidate = false)
  @Qualifier("marks")
  JdbcTemplate marks(@Qualifier("marksDataSource") DataSource database) {
    return new JdbcTemplate(database);
  }

  @Bean
  PlatformTransactionManager transactionManager(DataSource database) {
    return new JdbcTransactionManager(database);
  }

  @Bean
  TransactionTemplate transactionTemplate(PlatformTransactionManager manager) {
    return new TransactionTemplate(manager);
  }

  @Bean
  Clock clock(@Value("${clock.offset:0s}") Duration offset) {
    return Clock.offset(Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000)), offset);
  }

  @Bean
  SecretFiles secrets(@Value("${hub.data-dir}") Path folder) {
    return new SecretFiles(folder, System.getenv());
  }

  @Bean
  MonotonicTime monotonicTime() {
    return System::nanoTime;
  }

  @Bean
  Room room() {
    return () -> true;
  }

  @Bean
  MeterRegistry meters() {
    return new SimpleMeterRegistry();
  }

  @Bean
  @Lazy
  ProducerTemplate producer(
      ObjectProvider<Inbox> inbox,
      ObjectProvider<Outbox> outbox,
      ObjectProvider<Mappings> mappings,
      ObjectProvider<StockLedger> ledger,
      @Value("${seed}") long seed) {
    return new Dispatch(inbox, outbox, mappings, ledger, seed).template();
  }

  private static HikariConfig pool(
      String url, String user, String password, int connections, String more) {
    var pool = new HikariConfig();
    pool.setJdbcUrl(url);
    pool.setUsername(user);
    pool.setPassword(password);
    pool.setMaximumPoolSize(connections);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(2_000);
    pool.setValidationTimeout(1_000);
    pool.setInitializationFailTimeout(30_000);
    pool.addDataSourceProperty("ApplicationName", "crossdock");
    pool.addDataSourceProperty("connectTimeout", "2");
    pool.addDataSourceProperty("socketTimeout", "10");
    pool.addDataSourceProperty("prepareThreshold", "3");
    pool.addDataSourceProperty("options", "-c statement_timeout=9000 -c lock_timeout=700" + more);
    return pool;
  }
}
