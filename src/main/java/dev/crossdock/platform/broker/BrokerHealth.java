package dev.crossdock.platform.broker;

import jakarta.jms.ConnectionFactory;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Whether the broker answers. Without it nothing is lost and webhooks are still taken, so the hub
 * is degraded and not down (rule R19).
 */
@Component("brokerHealthIndicator")
class BrokerHealth implements HealthIndicator {
  private static final Status DEGRADED = new Status("DEGRADED");

  private final ConnectionFactory connections;
  private final java.util.concurrent.ExecutorService thread =
      java.util.concurrent.Executors.newSingleThreadExecutor(daemon());

  BrokerHealth(ConnectionFactory connections) {
    this.connections = connections;
  }

  private static CustomizableThreadFactory daemon() {
    var threads = new CustomizableThreadFactory("broker-health-");
    threads.setDaemon(true);
    return threads;
  }

  @Override
  public Health health() {
    var answer = thread.submit(this::product);
    try {
      return Health.up().withDetail("product", answer.get(2, TimeUnit.SECONDS)).build();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Health.status(DEGRADED).build();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      answer.cancel(true);
      return Health.status(DEGRADED).withException(e).build();
    }
  }

  private String product() throws jakarta.jms.JMSException {
    try (var connection = connections.createConnection()) {
      connection.start();
      return connection.getMetaData().getJMSProviderName();
    }
  }
}
