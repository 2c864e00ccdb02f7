package dev.crossdock.connectors.routes;

import com.zaxxer.hikari.HikariDataSource;
import dev.crossdock.connectors.files.Connected;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The databases of the channels that are spoken to in SQL; none is opened before it is asked, so
 * that an ERP that is down stops nobody.
 */
final class ChannelDatabases {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelDatabases.class);
  private static final int CONNECTIONS = 4;
  private static final long PATIENCE_MILLIS = 2_000;

  private final CamelContext camel;
  private final Map<String, Opened> opened = new HashMap<>();

  ChannelDatabases(CamelContext camel) {
    this.camel = camel;
  }

  private record Opened(Connected channel, DataSource source) {}

  /** What routes call the database of a channel. */
  static String name(String channel) {
    return "dataSource-" + channel;
  }

  /** Makes the databases of exactly these channels known to routes. */
  void keep(Map<String, Connected> channels) {
    for (var id : opened.keySet().stream().filter(id -> !channels.containsKey(id)).toList()) {
      close(id);
    }
    channels.forEach(
        (id, channel) -> {
          var before = opened.get(id);
          if (before == null || !same(before.channel(), channel)) {
            close(id);
            var source = source(channel);
            opened.put(id, new Opened(channel, source));
            camel.getRegistry().bind(name(id), DataSource.class, source);
          }
        });
  }

  void closeAll() {
    keep(Map.of());
  }

  private static boolean same(Connected a, Connected b) {
    return a.channel().endpoint().equals(b.channel().endpoint())
        && a.channel().settings().equals(b.channel().settings())
        && a.secrets().equals(b.secrets());
  }

  private void close(String id) {
    var gone = opened.remove(id);
    if (gone == null) {
      return;
    }
    camel.getRegistry().unbind(name(id));
    if (gone.source() instanceof HikariDataSource pool) {
      pool.close();
      LOG.debug("closed the database of {}", id);
    }
  }

  private static DataSource source(Connected connected) {
    var channel = connected.channel();
    if (!channel.endpoint().startsWith("jdbc:")) {
      return new Unknown(channel.id());
    }
    var pool = new HikariDataSource();
    pool.setPoolName("channel-" + channel.id());
    pool.setJdbcUrl(channel.endpoint());
    pool.setUsername(channel.settings().get("user"));
    connected.secret("password").stream().findFirst().ifPresent(s -> pool.setPassword(s.reveal()));
    pool.setMaximumPoolSize(CONNECTIONS);
    pool.setMinimumIdle(0);
    pool.setConnectionTimeout(PATIENCE_MILLIS);
    pool.setValidationTimeout(PATIENCE_MILLIS / 2);
    pool.setInitializationFailTimeout(-1);
    return pool;
  }

  /** A channel that is not spoken to in SQL, or not yet. */
  private static final class Unknown extends AbstractDataSource {
    private final String channel;

    Unknown(String channel) {
      this.channel = channel;
    }

    @Override
    public Connection getConnection() throws SQLException {
      throw new SQLException(
          "CON-021 channel %s has no jdbc: endpoint yet; give it one.".formatted(channel), "08001");
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }
  }
}
