package dev.crossdock.delivery;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Doors;
import dev.crossdock.connectors.Sequence;
import java.util.HashMap;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The two relays: what came in goes to its intake, what must go out goes to its channel. */
@Configuration(proxyBeanMethods = false)
class Relays {
  /** Of one shard in one transaction of an intake; more would only make others wait. */
  private static final int MOST_MESSAGES = 64;

  /** Of one shard in one call to a system. */
  private static final int MOST_FACTS = 500;

  @Bean
  Relay inboxRelay(
      @Qualifier("marks") JdbcTemplate marks,
      JdbcTemplate jdbc,
      Parking parking,
      TransactionTemplate transaction,
      Leases leases,
      Channels channels,
      ObjectProvider<ProducerTemplate> producer,
      BrokerWatch broker,
      @Value("${hub.queues.intake}") String queues,
      @Value("${hub.delivery.inbox-paused:false}") boolean paused) {
    var relay =
        new Relay(
            new RelayedTable(marks, "inbox", "received", "intake", MOST_MESSAGES, true),
            leases,
            () -> names(channels),
            broker.watched(toQueue(producer, queues)),
            null,
            new Suspects(new SuspectTable(jdbc, parking, transaction), System::nanoTime),
            System::nanoTime);
    relay.pause(paused);
    return relay;
  }

  @Bean
  Trials trials(
      InboxTable inbox,
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      ObjectProvider<ProducerTemplate> producer,
      @Value("${hub.queues.intake}") String queues) {
    return new Trials(inbox, new TrialTable(jdbc), transaction, toQueue(producer, queues));
  }

  @Bean
  Topics topics(Channels channels) {
    return (channel, topic) ->
        channels.find(channel).flatMap(known -> channels.manifestOf(known).topic(topic));
  }

  @Bean
  Sequences sequences(Channels channels) {
    return () -> {
      var all = new HashMap<Sequences.Told, Sequence>();
      for (var channel : channels.all()) {
        channels
            .manifestOf(channel)
            .topics()
            .forEach(
                (topic, of) -> {
                  if (of.sequence() != null) {
                    all.put(new Sequences.Told(channel.id(), topic), of.sequence());
                  }
                });
      }
      return all;
    };
  }

  @Bean
  Relay outboxRelay(
      @Qualifier("marks") JdbcTemplate marks,
      Leases leases,
      Channels channels,
      Doors doors,
      ObjectProvider<ProducerTemplate> producer,
      BrokerWatch broker,
      @Value("${hub.queues.outbox}") String queues) {
    return new Relay(
        new OpenLanes(
            new RelayedTable(marks, "outbox", "owed", "flow", MOST_FACTS),
            channel -> doors.closedFor(channel).isZero()),
        leases,
        () -> names(channels),
        broker.watched(toQueue(producer, queues)),
        new Gathering());
  }

  private static List<String> names(Channels channels) {
    return channels.all().stream().map(Channel::id).toList();
  }

  private static Relay.Sender toQueue(ObjectProvider<ProducerTemplate> producer, String queues) {
    return (route, channel, group, body) ->
        producer
            .getObject()
            .sendBodyAndHeader(queues + route + "." + channel, body, "JMSXGroupID", group);
  }
}
