package dev.crossdock.delivery;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Flows;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.platform.SecretFiles;
import dev.crossdock.sync.Snapshots;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The hub's own classes between the edge and the systems, without its threads, broker, routes and
 * ports: whoever holds this decides what happens next.
 */
public final class HubCore implements AutoCloseable {
  private static final ThreadLocal<@Nullable RandomGenerator> DICE = new ThreadLocal<>();

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();

  /**
   * Wires them to a database.
   *
   * @param aside for what the hub does in transactions of its own, whatever becomes of others
   * @param folder where connectors and channels are described
   * @param planted classes to put in the place of the hub's own, by the name of the bean
   */
  public HubCore(
      DataSource database, DataSource aside, Path folder, Map<String, Class<?>> planted) {
    this(database, aside, folder, planted, Clock.systemUTC());
  }

  /** The same, by another clock. */
  public HubCore(
      DataSource database,
      DataSource aside,
      Path folder,
      Map<String, Class<?>> planted,
      Clock clock) {
    var settings =
        Map.<String, Object>ofEntries(
            Map.entry("hub.database.mode", "external"),
            Map.entry("hub.connectors-dir", folder.resolve("connectors").toString()),
            Map.entry("hub.channels-dir", folder.resolve("config/channels").toString()),
            Map.entry("hub.routes-dir", folder.resolve("routes").toString()),
            Map.entry("hub.mappings-dir", folder.resolve("mappings").toString()),
            Map.entry("hub.sourcing-file", folder.resolve("config/sourcing.yaml").toString()),
            Map.entry("hub.stock-file", folder.resolve("config/stock.yaml").toString()),
            Map.entry("hub.divergence-file", folder.resolve("config/divergence.yaml").toString()),
            Map.entry("hub.queues.intake", "none:"),
            Map.entry("hub.queues.outbox", "none:"));
    context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("core", settings));
    context.setAllowBeanDefinitionOverriding(true);
    context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
    context.scan(
        "dev.crossdock.connectors",
        "dev.crossdock.catalog",
        "dev.crossdock.delivery",
        "dev.crossdock.divergence",
        "dev.crossdock.inventory",
        "dev.crossdock.orders");
    context.registerBean(
        JdbcTemplate.class, () -> new JdbcTemplate(database), d -> d.setPrimary(true));
    registerMarks(database);
    context.registerBean(
        TransactionTemplate.class,
        () -> new TransactionTemplate(new JdbcTransactionManager(database)));
    context.registerBean(Clock.class, () -> clock);
    context.registerBean(DataSource.class, () -> aside);
    context.registerBean(
        SecretFiles.class,
        () ->
            new SecretFiles(
                Path.of("target"), Map.of("CROSSDOCK_SECRET_VAULT", "simulated".repeat(4))));
    context.register(Snapshots.class);
    context.registerBean("flows", Flows.class, () -> mock(Flows.class, withSettings().stubOnly()));
    context.registerBean(
        "deliveryWorkers",
        DeliveryWorkers.class,
        () -> mock(DeliveryWorkers.class, withSettings().stubOnly()));
    context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
    for (var relay : new String[] {"inboxRelay", "outboxRelay"}) {
      context.registerBean(relay, Relay.class, () -> mock(Relay.class, withSettings().stubOnly()));
    }
    planted.forEach((name, type) -> context.registerBean(name, type));
    context.addBeanFactoryPostProcessor(
        beans -> {
          for (var name : beans.getBeanDefinitionNames()) {
            beans.getBeanDefinition(name).setLazyInit(true);
          }
        });
    context.getBeanFactory().registerSingleton("lifecycleProcessor", new NothingRuns());
    context.refresh();
    context.getBean(Slots.class);
  }

  private void registerMarks(DataSource database) {
    var marks = new RootBeanDefinition(JdbcTemplate.class, () -> new JdbcTemplate(database));
    marks.addQualifier(new AutowireCandidateQualifier(Qualifier.class, "marks"));
    context.registerBeanDefinition("marks", marks);
  }

  /** Lets pauses be those of a seed, in this thread. */
  public static void dice(RandomGenerator dice) {
    DICE.set(dice);
    Backoff.dice(() -> Objects.requireNonNullElseGet(DICE.get(), ThreadLocalRandom::current));
  }

  /** Adds what is not of the core; for whoever asks for it only when it is needed. */
  public void add(String name, Object bean) {
    context.getBeanFactory().registerSingleton(name, bean);
  }

  /** Tells whoever listens. */
  public void publish(Object event) {
    context.publishEvent(event);
  }

  /** One of the hub's own, by its type. */
  public <T> T get(Class<T> type) {
    return context.getBean(type);
  }

  /** A new one of the hub's own, for one life of one process. */
  <T> T make(Class<T> type) {
    return context.getAutowireCapableBeanFactory().createBean(type);
  }

  /** Who is connected. */
  public Channels channels() {
    return get(Channels.class);
  }

  /** Keeps what was heard: one transaction. */
  public int keep(List<Heard> heard) {
    return get(InboxTable.class).add(heard);
  }

  /** Opens what a relay handed out. */
  public Batch open(String channel, long epoch, List<Long> ids) {
    return get(InboxTable.class).read(channel, epoch, ids);
  }

  /** Ends messages together with what they change: one transaction, or one for each if it fails. */
  public void close(Batch batch, Function<Batch, List<Verdict>> step) {
    get(Closing.class).close(batch, step);
  }

  @Override
  public void close() {
    context.close();
  }

  /** Nothing runs by itself. */
  private static final class NothingRuns implements LifecycleProcessor {
    @Override
    public void onRefresh() {}

    @Override
    public void onClose() {}

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
      return false;
    }
  }
}
