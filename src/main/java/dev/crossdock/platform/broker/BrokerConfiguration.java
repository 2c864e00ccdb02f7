package dev.crossdock.platform.broker;

import dev.crossdock.kernel.Capped;
import jakarta.jms.ConnectionFactory;
import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.spi.ComponentCustomizer;
import org.jspecify.annotations.Nullable;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisConfigurationCustomizer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The embedded broker, every connection to a broker, and how Camel uses them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BrokerSettings.class)
class BrokerConfiguration {
  private static final String DEAD = "hub.dead";
  private static final String EXPIRED = "hub.expired";

  /** Applies to the embedded broker only; an external one has its own administrator. */
  @Bean
  ArtemisConfigurationCustomizer brokerLimits(BrokerSettings settings) {
    return broker -> {
      broker.setPersistenceEnabled(false);
      broker.setJMXManagementEnabled(true);
      broker.setMaxDiskUsage(-1);
      broker.setGlobalMaxSize(settings.totalSize().toBytes());
      broker.setMessageExpiryScanPeriod(60_000);
      broker.getAddressSettings().put("#", limits(settings));
      broker.getAddressSettings().put(DEAD, keptForALook());
      broker.getAddressSettings().put(EXPIRED, keptForALook());
      broker.addAddressConfiguration(queue(DEAD));
      broker.addAddressConfiguration(queue(EXPIRED));
    };
  }

  /** Of the embedded broker, all queues together; a full one refuses, and its work waits. */
  @Bean
  Capped brokerCaps(
      ObjectProvider<EmbeddedActiveMQ> embedded,
      ObjectProvider<JmsPoolConnectionFactory> pool,
      ObjectProvider<CamelContext> camel,
      BrokerSettings settings) {
    return () ->
        List.of(
            new Capped.Cap(
                "broker-memory",
                () -> used(embedded.getIfAvailable()),
                () -> settings.totalSize().toBytes(),
                () -> 0),
            new Capped.Cap(
                "broker-connections",
                () -> pool.stream().mapToInt(JmsPoolConnectionFactory::getNumConnections).sum(),
                () -> pool.stream().mapToInt(JmsPoolConnectionFactory::getMaxConnections).sum(),
                () -> 0),
            new Capped.Cap(
                "queue-threads",
                () -> camel.stream().mapToInt(BrokerConfiguration::busiest).max().orElse(0),
                settings::consumers,
                () -> 0));
  }

  /** How many messages are in hand of the queue that has most. */
  private static int busiest(CamelContext camel) {
    return camel.getRoutes().stream()
        .filter(route -> route.getEndpoint() instanceof JmsEndpoint)
        .mapToInt(route -> camel.getInflightRepository().size(route.getId()))
        .max()
        .orElse(0);
  }

  private static long used(@Nullable EmbeddedActiveMQ embedded) {
    var server = embedded == null ? null : embedded.getActiveMQServer();
    var paging = server == null ? null : server.getPagingManager();
    return paging == null ? 0 : paging.getGlobalSize();
  }

  private static AddressSettings limits(BrokerSettings settings) {
    return new AddressSettings()
        .setDeadLetterAddress(SimpleString.of(DEAD))
        .setExpiryAddress(SimpleString.of(EXPIRED))
        .setMaxDeliveryAttempts(settings.attempts())
        .setRedeliveryDelay(settings.retryAfter().toMillis())
        .setRedeliveryMultiplier(2.0)
        .setRedeliveryCollisionAvoidanceFactor(0.2)
        .setMaxRedeliveryDelay(10_000)
        .setMaxSizeBytes(settings.queueSize().toBytes())
        .setMaxSizeMessages(settings.queueMessages())
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL)
        .setDefaultAddressRoutingType(RoutingType.ANYCAST)
        .setDefaultQueueRoutingType(RoutingType.ANYCAST)
        .setAutoCreateAddresses(true)
        .setAutoCreateQueues(true)
        .setAutoDeleteQueues(false)
        .setAutoDeleteAddresses(false);
  }

  /** Ids of work that the database still knows; the oldest are dropped. */
  private static AddressSettings keptForALook() {
    return new AddressSettings()
        .setMaxSizeMessages(1000)
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP);
  }

  private static CoreAddressConfiguration queue(String name) {
    return new CoreAddressConfiguration()
        .setName(name)
        .addRoutingType(RoutingType.ANYCAST)
        .addQueueConfiguration(
            QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST).setDurable(false));
  }

  /**
   * A full queue must be an error the sender sees, also for messages that are not durable; and no
   * Java object is ever read from a message (rule R22).
   */
  @Bean
  static BeanPostProcessor brokerConnections() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof JmsPoolConnectionFactory pool
            && pool.getConnectionFactory() instanceof ActiveMQConnectionFactory artemis) {
          careful(artemis);
        }
        return bean;
      }
    };
  }

  private static void careful(ActiveMQConnectionFactory artemis) {
    artemis.setBlockOnNonDurableSend(true);
    artemis.setDeserializationDenyList("*");
    artemis.setCallTimeout(5000);
    artemis.setConfirmationWindowSize(-1);
    artemis.setCacheDestinations(true);
  }

  @Bean
  ComponentCustomizer jmsComponent(ConnectionFactory connections, BrokerSettings settings) {
    return ComponentCustomizer.builder(JmsComponent.class)
        .build(
            jms -> {
              jms.setConnectionFactory(connections);
              jms.setHeaderFilterStrategy(new OurHeadersOnly());
              jms.setAcknowledgementModeName("CLIENT_ACKNOWLEDGE");
              jms.setCacheLevelName("CACHE_CONSUMER");
              jms.setConcurrentConsumers(settings.consumers());
              jms.setDeliveryPersistent(false);
              jms.setRecoveryInterval(1000);
              jms.setTransferException(false);
              jms.setErrorHandlerLogStackTrace(false);
              jms.setTestConnectionOnStartup(false);
            });
  }
}
