package dev.crossdock.faults.core;

import dev.crossdock.catalog.Catalog;
import dev.crossdock.connectors.StandInCalls;
import dev.crossdock.divergence.HealingParts;
import dev.crossdock.sync.OneRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.type.filter.RegexPatternTypeFilter;

/**
 * The hub's core as a process that starts within three seconds: inbox, relays, mappings, ledger,
 * targets, outbox and delivery, with the hub's own beans and a real database. It goes when who
 * started it goes.
 */
public final class CoreHub {
  /** Needs Camel, or a web server. */
  private static final String NOT_HERE =
      ".*(OutboxRoutes|Health|Test|IT|Page|Api|Controller|PlatformConfiguration)$|.*\\.platform\\.[a-z]+\\..*";

  private CoreHub() {}

  /**
   * Runs.
   *
   * @param arguments each {@code name=value}
   */
  public static void main(String[] arguments) throws Exception {
    var began = System.nanoTime();
    var settings = new java.util.HashMap<String, Object>();
    for (var argument : arguments) {
      var at = argument.indexOf('=');
      settings.put(argument.substring(0, at), argument.substring(at + 1));
    }
    var context = context(settings);
    var door = new CoreDoor(context);
    System.out.println("READY " + door.port() + " " + (System.nanoTime() - began) / 1_000_000);
    System.out.flush();
    goWithTheParent();
    if (settings.containsKey("keep-classes")) {
      System.exit(0);
    }
    Runtime.getRuntime().halt(0);
  }

  private static AnnotationConfigApplicationContext context(Map<String, Object> settings)
      throws IOException {
    var context = new AnnotationConfigApplicationContext();
    var sources = context.getEnvironment().getPropertySources();
    sources.addFirst(new MapPropertySource("test", settings));
    new YamlPropertySourceLoader()
        .load("hub", new FileSystemResource(Path.of("config/application.yaml")))
        .forEach(sources::addLast);
    sources.remove("systemEnvironment");
    sources.addLast(new SystemEnvironmentPropertySource("none", Map.of()));
    context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
    context.registerBean(PropertySourcesPlaceholderConfigurer.class);
    var scanner = new ClassPathBeanDefinitionScanner(context);
    scanner.addExcludeFilter(new RegexPatternTypeFilter(Pattern.compile(NOT_HERE)));
    scanner.scan(
        "dev.crossdock.platform",
        "dev.crossdock.delivery",
        "dev.crossdock.inventory",
        "dev.crossdock.mapping");
    context.register(CoreParts.class, Catalog.class);
    context.register(StandInCalls.parts());
    context.register(OneRun.parts());
    context.register(HealingParts.parts());
    var calls = new StandInCalls(String.valueOf(settings.get("stand-ins")));
    context.registerBean("flows", StandInCalls.class, () -> calls);
    context.refresh();
    return context;
  }

  private static void goWithTheParent() throws IOException {
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
  }
}
