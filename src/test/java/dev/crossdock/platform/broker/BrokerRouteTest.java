package dev.crossdock.platform.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.crossdock.kernel.Capped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.JmsAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.test.annotation.DirtiesContext;

@SpringBootTest(
    classes = BrokerConfiguration.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = {
      "hub.broker.queue-messages=50",
      "hub.broker.attempts=2",
      "hub.broker.retry-after=10ms",
      "hub.data-dir=target/broker-test"
    })
@ImportAutoConfiguration({
  ArtemisAutoConfiguration.class,
  JmsAutoConfiguration.class,
  CamelAutoConfiguration.class
})
@DirtiesContext
class BrokerRouteTest {
  @Autowired private CamelContext camel;
  @Autowired private JmsTemplate jms;
  @Autowired private ConnectionFactory connections;
  @Autowired private EmbeddedActiveMQ broker;
  @Autowired private Capped caps;

  private final List<Map<String, Object>> heard = new CopyOnWriteArrayList<>();

  @Test
  void keepsNothingOnTheDisk() {
    assertThat(broker.getActiveMQServer().getConfiguration().isPersistenceEnabled()).isFalse();
    assertThat(broker.getActiveMQServer().getConfiguration().getAcceptorConfigurations())
        .allMatch(acceptor -> acceptor.getFactoryClassName().contains("InVM"));
  }

  @Test
  void letsThroughOurOwnHeadersAndNoneThatSteersCamel() throws Exception {
    listenTo("headers");
    jms.send(
        "headers",
        session -> {
          var message = session.createTextMessage("{}");
          message.setStringProperty("HubMessageId", "7");
          message.setStringProperty("CamelHttpUri", "http://127.0.0.1:1");
          message.setStringProperty("CAmelBeanMethodName", "exec");
          message.setStringProperty("operationName", "stop");
          return message;
        });

    await().until(() -> heard.size() == 1);
    assertThat(heard.get(0)).containsEntry("HubMessageId", "7");
    assertThat(heard.get(0).keySet())
        .allMatch(name -> name.matches("Hub.*|JMS.*|CamelMessageTimestamp"));
  }

  @Test
  void asksItsOwnFilterOnEveryEndpoint() {
    var endpoint = camel.getEndpoint("jms:queue:any", JmsEndpoint.class);
    assertThat(endpoint.getHeaderFilterStrategy()).isInstanceOf(OurHeadersOnly.class);
    assertThat(endpoint.getAcknowledgementModeName()).isEqualTo("CLIENT_ACKNOWLEDGE");
    assertThat(endpoint.isDeliveryPersistent()).isFalse();
  }

  @Test
  void tellsTheSenderWhenAQueueIsFull() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 200; i++) {
                jms.convertAndSend("full", "x");
              }
            })
        .hasStackTraceContaining("is full");
  }

  @Test
  void takesNoMoreOfAQueueInHandThanItHasThreads() throws Exception {
    var free = new CountDownLatch(1);
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("jms:queue:slow").process(exchange -> free.await());
          }
        });
    for (int i = 0; i < 20; i++) {
      jms.convertAndSend("slow", "x");
    }
    var cap =
        caps.caps().stream()
            .filter(c -> c.what().equals("queue-threads"))
            .findFirst()
            .orElseThrow();

    await().until(() -> cap.used().getAsLong() == cap.limit().getAsLong());
    await().during(Duration.ofMillis(300)).until(() -> cap.used().getAsLong() == 2);
    free.countDown();
  }

  @Test
  void setsAMessageAsideThatFailsEveryTime() throws Exception {
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("jms:queue:poison").process(exchange -> refuse());
          }
        });
    jms.convertAndSend("poison", "x");

    jms.setReceiveTimeout(5000);
    assertThat(jms.receive("hub.dead")).isNotNull();
  }

  @Test
  void readsNoJavaObject() throws JMSException {
    jms.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
    jms.send("objects", session -> session.createObjectMessage(new java.util.HashMap<>()));
    try (var connection = connections.createConnection();
        var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      connection.start();
      var message = session.createConsumer(session.createQueue("objects")).receive(5000);
      assertThatThrownBy(() -> message.getBody(java.io.Serializable.class))
          .isInstanceOf(JMSException.class);
    }
  }

  private void listenTo(String queue) throws Exception {
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("jms:queue:" + queue)
                .process(exchange -> heard.add(new HashMap<>(exchange.getMessage().getHeaders())));
          }
        });
    await().atMost(Duration.ofSeconds(10)).until(() -> camel.getRoutes().size() > 0);
  }

  private static void refuse() {
    throw new IllegalStateException("always");
  }
}
