package dev.crossdock.delivery;

import dev.crossdock.kernel.Batch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Remembers since when which version of a mapping is in use for a topic: a row for each change of
 * the file, none for a message.
 */
@Component
class MappingsUsed {
  private static final Logger LOG = LoggerFactory.getLogger(MappingsUsed.class);

  private static final String NOTE =
      """
      insert into delivery_mappings_used (channel, topic, mapping)
      select v.channel, v.topic, v.mapping from (values (?, ?, ?)) as v (channel, topic, mapping)
      where v.mapping is distinct from (
        select u.mapping from delivery_mappings_used u
        where u.channel = v.channel and u.topic = v.topic order by u.since desc limit 1)
      on conflict do nothing
      """;

  private final JdbcTemplate marks;
  private final Map<String, String> noted = new ConcurrentHashMap<>();

  MappingsUsed(@Qualifier("marks") JdbcTemplate marks) {
    this.marks = marks;
  }

  /** Called before a batch is closed, so that what is noted is older than its end. */
  void note(Batch batch) {
    var mapping = batch.mapping();
    if (mapping == null) {
      return;
    }
    batch.messages().stream()
        .map(message -> message.topic())
        .distinct()
        .forEach(topic -> note(batch.channel(), topic, mapping));
  }

  private void note(String channel, String topic, String mapping) {
    var of = channel + '/' + topic;
    if (mapping.equals(noted.get(of))) {
      return;
    }
    try {
      marks.update(NOTE, channel, topic, mapping);
      noted.put(of, mapping);
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("channel", channel).setCause(e).log("a mapping's version not noted");
    }
  }
}
