package dev.crossdock.connectors;

import dev.crossdock.connectors.files.HubFolders;
import dev.crossdock.kernel.FileCheck;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.Secrets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.event.EventListener;

/** A hub of connectors and mappings only, with a real Camel, on one test's folders. */
final class TestHub implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  TestHub(Folders folders, String... settings) {
    var all = new ArrayList<String>();
    all.add("--hub.connectors-dir=" + folders.root.resolve("connectors"));
    all.add("--hub.channels-dir=" + folders.root.resolve("config/channels"));
    all.add("--hub.routes-dir=" + folders.root.resolve("routes"));
    all.add("--hub.mappings-dir=" + folders.root.resolve("mappings"));
    all.add("--hub.queues.intake=direct:");
    all.add("--logging.level.root=WARN");
    all.add("--logging.level.dev.crossdock=INFO");
    all.addAll(List.of(settings));
    context =
        new SpringApplicationBuilder(Parts.class)
            .web(WebApplicationType.NONE)
            .bannerMode(org.springframework.boot.Banner.Mode.OFF)
            .properties(Map.of("spring.config.location", "optional:classpath:/none/"))
            .run(all.toArray(new String[0]));
  }

  // no @Configuration: the whole hub in other tests would find it by its scan
  @ImportAutoConfiguration(
      classes = {
        org.apache.camel.spring.boot.CamelAutoConfiguration.class,
        org.apache.camel.component.http.springboot.HttpComponentAutoConfiguration.class
      })
  @ComponentScan(basePackages = {"dev.crossdock.connectors", "dev.crossdock.mapping"})
  static class Parts {
    final List<ChannelsChanged> changes = new CopyOnWriteArrayList<>();

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    @Bean
    Secrets secrets() {
      var known = new HashMap<String, String>();
      known.put("shop-access-token", "a-token");
      known.put("shop-webhook", "a-secret");
      known.put("client-id", "an-id");
      known.put("client-secret", "a-client-secret");
      known.put("refresh-token", "a-refresh-token");
      known.put("database", "a-password");
      return name -> Optional.ofNullable(known.get(name));
    }

    /** Finds fault with every line that says so. */
    @Bean
    FileCheck check() {
      return file -> {
        var lines = HubFolders.text(file).orElse("").lines().toList();
        return IntStream.range(0, lines.size())
            .filter(n -> lines.get(n).contains("FAULT"))
            .mapToObj(n -> new Finding(file.toString(), n + 1, "LINT-999", "is at fault."))
            .toList();
      };
    }

    @EventListener
    void heard(ChannelsChanged changed) {
      changes.add(changed);
    }
  }

  <T> T get(Class<T> type) {
    return context.getBean(type);
  }

  CamelContext camel() {
    return get(CamelContext.class);
  }

  Flows flows() {
    return get(Flows.class);
  }

  List<ChannelsChanged> changes() {
    return get(Parts.class).changes;
  }

  @Override
  public void close() {
    context.close();
  }
}
