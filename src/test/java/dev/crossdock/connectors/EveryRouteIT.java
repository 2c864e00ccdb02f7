package dev.crossdock.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.WholeHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The files that are shipped: every template runs once for every channel of its system. */
class EveryRouteIT {
  @RegisterExtension static final WholeHub HUB = new WholeHub();

  private static final Pattern TEMPLATE =
      Pattern.compile("(?m)^- routeTemplate:\\n(?:\\s*#.*\\n)*\\s+id: ([a-z-]+)");

  @Test
  void startsEveryTemplateForEveryChannelOfItsSystem() throws IOException {
    var camel = HUB.get(CamelContext.class);
    var channels = HUB.get(Channels.class).all();
    var templates = templates();

    assertThat(HUB.get(LiveFiles.class).problems()).isEmpty();
    assertThat(templates).hasSizeGreaterThan(20);
    for (var template : templates) {
      var fitting =
          channels.stream()
              .filter(c -> (template + "-").contains("-" + c.system() + "-"))
              .map(c -> template + "." + c.id())
              .toList();
      assertThat(fitting).as(template).isNotEmpty();
      for (var route : fitting) {
        assertThat(HUB.get(LiveFiles.class).runs(route)).as(route).isTrue();
        assertThat(camel.getRouteController().getRouteStatus(route).isStarted()).as(route).isTrue();
      }
    }
  }

  @Test
  void findsARouteForAllThatManifestsName() {
    var files = HUB.get(LiveFiles.class);
    var channels = HUB.get(Channels.class);
    for (var channel : channels.all()) {
      var manifest = channels.manifestOf(channel);
      manifest.reads().values().forEach(r -> assertRuns(files, r.route(), channel));
      manifest.writes().values().forEach(w -> assertRuns(files, w.route(), channel));
      manifest.topics().values().forEach(t -> assertRuns(files, t.intake(), channel));
    }
  }

  private static void assertRuns(LiveFiles files, String template, Channel channel) {
    var route = template + "." + channel.id();
    assertThat(files.runs(route)).as(route).isTrue();
  }

  private static List<String> templates() throws IOException {
    try (var files = Files.walk(Path.of("routes"))) {
      return files
          .filter(f -> f.toString().endsWith(".camel.yaml"))
          .flatMap(f -> TEMPLATE.matcher(text(f)).results().map(r -> r.group(1)))
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
