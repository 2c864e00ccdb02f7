package dev.crossdock;

import dev.crossdock.edge.EdgeServer;
import dev.crossdock.platform.Ports;
import dev.crossdock.platform.SecretFiles;
import dev.crossdock.platform.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The hub as it is shipped, with the project's own files, on a database of its own and free ports;
 * started once for a test class, with nobody at the other end of its channels.
 *
 * <pre>{@code @RegisterExtension static final WholeHub HUB = new WholeHub();}</pre>
 */
public final class WholeHub implements BeforeAllCallback, AfterAllCallback {
  /** What webhooks of the channel {@code shop} are signed with. */
  public static final String WEBHOOK_SECRET = "whsec-of-a-test-0123456789abcdef";

  private final TestDatabase database = new TestDatabase();
  private final List<String> settings;
  private final Map<String, String> secrets = new HashMap<>();
  private @Nullable ConfigurableApplicationContext context;
  private @Nullable Path data;
  private boolean embedded;

  /** With more settings, each {@code name=value}. */
  public WholeHub(String... settings) {
    this.settings = List.of(settings);
  }

  /** The same, on a database of its own in its data folder, as a newcomer runs it. */
  public WholeHub embedded() {
    embedded = true;
    return this;
  }

  /** The same, with its data in this folder. */
  public WholeHub in(Path folder) {
    data = folder;
    return this;
  }

  /** The same, with one more secret of its channels. */
  public WholeHub withSecret(String name, String value) {
    secrets.put(name, value);
    return this;
  }

  @Override
  public void beforeAll(@Nullable ExtensionContext test) throws IOException {
    if (data == null) {
      data = Files.createTempDirectory("crossdock-hub");
    }
    var arguments = arguments(data);
    if (!embedded) {
      database.register((name, value) -> arguments.add("--" + name + "=" + value.get()));
    }
    var kept = new SecretFiles(data, Map.of());
    secrets.forEach(kept::keep);
    for (var setting : settings) {
      var name = "--" + setting.substring(0, setting.indexOf('=') + 1);
      arguments.removeIf(known -> known.startsWith(name));
      arguments.add("--" + setting);
    }
    context =
        new SpringApplicationBuilder(CrossdockApplication.class)
            .run(arguments.toArray(String[]::new));
  }

  /** What a hub needs to be told to run on this folder and this database; free ports. */
  public static List<String> arguments(Path data, TestDatabase database) {
    var arguments = arguments(data);
    database.register((name, value) -> arguments.add("--" + name + "=" + value.get()));
    return arguments;
  }

  private static List<String> arguments(Path data) {
    var secrets = new SecretFiles(data, Map.of());
    List.of(
            "shop-access-token",
            "market-client-id",
            "market-client-secret",
            "market-refresh-token",
            "tills-api",
            "erp-password")
        .forEach(secrets::findOrInvent);
    secrets.keep("shop-webhook", WEBHOOK_SECRET);
    var arguments = new ArrayList<String>();
    arguments.add("--hub.data-dir=" + data);
    arguments.add("--server.port=0");
    // another hub of this JVM keeps the names it has in JMX
    arguments.add("--spring.jmx.unique-names=true");
    arguments.add("--hub.edge.port=0");
    arguments.add("--hub.drops=" + data.resolve("drops"));
    arguments.add("--hub.syncs-dir=" + data.resolve("no-syncs"));
    return arguments;
  }

  @Override
  public void afterAll(@Nullable ExtensionContext test) {
    if (context != null) {
      context.close();
    }
    database.afterAll();
  }

  /** A part of the running hub. */
  public <T> T get(Class<T> type) {
    if (context == null) {
      throw new IllegalStateException("the hub is not running");
    }
    return context.getBean(type);
  }

  /** A part of the running hub, of which there are several, by its name. */
  public <T> T get(String name, Class<T> type) {
    if (context == null) {
      throw new IllegalStateException("the hub is not running");
    }
    return context.getBean(name, type);
  }

  /** The hub's own way to its database. */
  public JdbcTemplate sql() {
    return new JdbcTemplate(get(DataSource.class));
  }

  /** What a query of a name and a number finds, by name. */
  public Map<String, Integer> counts(String query) {
    var counts = new TreeMap<String, Integer>();
    sql()
        .query(
            query,
            row -> {
              counts.put(row.getString(1), row.getInt(2));
            });
    return counts;
  }

  /** Where webhooks are posted. */
  public String edge() {
    return "http://127.0.0.1:" + get(EdgeServer.class).port();
  }

  /** Where people look. */
  public String console() {
    return "http://127.0.0.1:" + get(Ports.class).console();
  }

  /** Where the running hub keeps what is its own. */
  public Path data() {
    if (data == null) {
      throw new IllegalStateException("the hub is not running");
    }
    return data;
  }

  /** Lets the catalogue know a SKU under a channel's name for it. */
  public void know(String sku, String channel, String kind, String code) {
    sql().update("insert into catalog_skus (sku) values (?) on conflict do nothing", sku);
    sql()
        .update(
            "insert into catalog_references (channel, kind, code, sku) values (?, ?, ?, ?) on conflict do nothing",
            channel,
            kind,
            code,
            sku);
  }
}
