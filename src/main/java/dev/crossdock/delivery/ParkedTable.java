package dev.crossdock.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of {@code delivery_parked}: what is noted of a message that waits for a person. */
@Component
class ParkedTable {
  private static final String NOTE =
      """
      insert into delivery_parked as p (message_id, channel, topic, order_key, class, code, sentence, pointer, canonical,
                                        mapping, trace, received_at)
      select i.id, i.channel, i.topic, i.order_key, i.failure_class, i.failure_code, i.failure_sentence, i.failure_pointer,
             v.canonical, ?::text, coalesce(substring(i.headers ->> 'traceparent' from '^[0-9a-f]{2}-([0-9a-f]{32})-'),
                                      replace(gen_random_uuid()::text, '-', '')), i.received_at
      from unnest(?::bigint[], ?::bytea[]) as v (id, canonical) join delivery_inbox i on i.id = v.id
      on conflict (message_id) do update
      set class = excluded.class, code = excluded.code, sentence = excluded.sentence, pointer = excluded.pointer,
          canonical = excluded.canonical, mapping = excluded.mapping, parked_at = excluded.parked_at,
          times = p.times + 1, left_at = null, left_by = null
      """;

  private static final String SUPERSEDED =
      """
      select p.message_id from delivery_inbox i
      join delivery_parked p on p.channel = i.channel and p.order_key = i.order_key and p.topic = i.topic
      where i.id = any(?) and i.state in ('applied', 'duplicate') and p.message_id < i.id and p.left_at is null
      """;

  private final JdbcTemplate jdbc;

  ParkedTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes messages that were closed as parked a moment ago, in the same transaction. */
  void note(List<Long> ids, byte[][] canonical, @Nullable String mapping) {
    jdbc.update(NOTE, mapping, ids.toArray(Long[]::new), canonical);
  }

  /** Earlier messages that say what these have just said, and wait for a person. */
  List<Long> supersededBy(List<Long> ids) {
    return jdbc.queryForList(SUPERSEDED, Long.class, (Object) ids.toArray(Long[]::new));
  }

  /** Whether anything of this channel waits at all. */
  boolean any(String channel) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select exists (select from delivery_parked where channel = ? and left_at is null)",
            Boolean.class,
            channel));
  }
}
