package dev.crossdock.divergence.compare;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How long things take on the way to and from a channel.
 *
 * <p>Of what we told we know one by one whether it arrived. Of what a channel has not told us yet
 * we know nothing: there counts how long 99 of 100 took of late.
 */
@Component
class LinkLag {
  /** So few say nothing yet. */
  private static final int FEWEST = 100;

  private static final Duration UNMEASURED = Duration.ofMinutes(15);

  /** From telling a system what happened to stock, until its own figures had it. */
  private static final String BOOKED =
      """
      select count(*), extract(epoch from percentile_disc(0.99) within group (order by took)) * 1000
      from (select confirmed_at - heard_at as took from inventory_booked_view
            where channel = ? and heard_at > crossdock_now() - interval '2 days' and confirmed_at is not null
            limit 20000) latest
      """;

  /** From what happened at a channel, until we heard of it. */
  private static final String HEARD =
      """
      select count(*), extract(epoch from percentile_disc(0.99) within group (order by heard_at - occurred_at)) * 1000
      from (select heard_at, occurred_at from inventory_movements_view
            where source = ? and heard_at > crossdock_now() - interval '6 hours'
            order by id desc limit 20000) latest
      """;

  private final JdbcTemplate jdbc;
  private final Channels channels;
  private final Duration least;
  private final Duration most;

  LinkLag(
      JdbcTemplate jdbc,
      Channels channels,
      @Value("${hub.divergence.least-lag:30s}") Duration least,
      @Value("${hub.divergence.most-lag:1h}") Duration most) {
    this.jdbc = jdbc;
    this.channels = channels;
    this.least = least;
    this.most = most;
  }

  /**
   * How long one waits before a difference is more than late.
   *
   * @param out after a system said that it took what we told, until it says so itself
   * @param in for what we have not been told
   */
  record Patience(Duration out, Duration in) {}

  Patience of(Channel channel, Book book) {
    var heard = measured(HEARD, channel.id());
    return switch (book) {
      case SHOWN -> new Patience(shown(channel), heard);
      case KEPT -> new Patience(measured(BOOKED, channel.id()), heard);
      case ORDERS -> new Patience(heard, heard);
    };
  }

  /** Where accepted is not shown, nobody measures how long it takes until it is. */
  private Duration shown(Channel channel) {
    var isShown =
        channels.manifestOf(channel).writes().values().stream()
            .allMatch(write -> write.readAfterWrite().isZero());
    return within(isShown ? Duration.ZERO : UNMEASURED);
  }

  private Duration measured(String sql, String channel) {
    return jdbc.queryForObject(
        sql,
        (row, i) ->
            within(
                row.getInt(1) < FEWEST
                    ? UNMEASURED
                    : slowest(Duration.ofMillis(Math.round(row.getDouble(2))))),
        channel);
  }

  /** The slowest of a hundred is no mistake either, up to what is waited where nobody measured. */
  private Duration slowest(Duration ofMost) {
    var longer = ofMost.plus(least);
    if (longer.compareTo(UNMEASURED) < 0) {
      return longer;
    }
    return ofMost.compareTo(UNMEASURED) < 0 ? UNMEASURED : ofMost;
  }

  private Duration within(Duration measured) {
    var longEnough = measured.compareTo(least) < 0 ? least : measured;
    return longEnough.compareTo(most) > 0 ? most : longEnough;
  }
}
