package dev.crossdock.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the files that tills drop, with the project's own route, policy and kamelet. */
class TillFilesTest {
  private Path drops;
  private Wire wire;
  private final Taker taker = new Taker();

  /** Stands where the inbox will. */
  public static final class Taker {
    private final ConcurrentLinkedQueue<String> taken = new ConcurrentLinkedQueue<>();
    private final ConcurrentHashMap<String, AtomicInteger> failures = new ConcurrentHashMap<>();

    /** Takes a file, or does not. */
    public void keepFile(
        @Body File file,
        @Header("HubChannel") String channel,
        @Header("HubTopic") String topic,
        @Header("HubElement") @Nullable String element) {
      if (file.getName().startsWith("torn")) {
        throw new HubException(new Failure.Data("CON-080", "it is not XML we accept"));
      }
      var left = failures.get(file.getName());
      if (left != null && left.getAndDecrement() > 0) {
        throw new HubException(new Failure.Transient("DEL-021", "the database is away"));
      }
      taken.add("%s %s %s %s".formatted(channel, topic, element, file.getName()));
    }
  }

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    drops = folder;
    wire = new Wire();
    var camel = wire.camel();
    camel.getRegistry().bind("inbox", taker);
    for (var file :
        List.of(
            "policy/refuse-or-retry",
            "inventory/inventory-hear-pos",
            "inventory/inventory-hear-rows-pos")) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(
              PluginHelper.getResourceLoader(camel)
                  .resolveResource("file:routes/" + file + ".camel.yaml"));
    }
    for (var template : List.of("inventory-hear-pos", "inventory-hear-rows-pos")) {
      camel.addRouteFromTemplate(
          template + ".tills",
          template,
          java.util.Map.of("channel", "tills", "endpoint", drops.toString()));
    }
    Files.createDirectories(drops.resolve("17"));
  }

  @AfterEach
  void close() {
    wire.close();
  }

  @Test
  void takesEachFileOnceAndPutsItAway() throws IOException {
    drop("connectors/pos/payloads/receipts.csv", "17/receipts.csv");
    drop("connectors/pos/payloads/poslog.xml", "17/log.XML");

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(put("done"))
                    .hasSize(2)
                    .anyMatch(name -> name.matches("17/receipts-.*\\.csv"))
                    .anyMatch(name -> name.matches("17/log-.*\\.XML")));
    assertThat(taker.taken)
        .containsExactlyInAnyOrder(
            "tills rows null receipts.csv", "tills transactions Transaction log.XML");
  }

  @Test
  void leavesAFileAloneThatIsStillBeingWritten() throws IOException {
    drop("connectors/pos/payloads/receipts.csv", "17/half.csv.tmp");
    drop("connectors/pos/payloads/receipts.csv", "17/other.part");
    drop("connectors/pos/payloads/receipts.csv", "17/whole.csv");

    await().atMost(Duration.ofSeconds(20)).until(() -> put("done").size() == 1);
    assertThat(taker.taken).containsExactly("tills rows null whole.csv");
    assertThat(drops.resolve("17/half.csv.tmp")).exists();
  }

  @Test
  void putsAsideWhatCanNeverBeReadAndReadsAgainWhatWasUnlucky() throws IOException {
    taker.failures.put("unlucky.csv", new AtomicInteger(2));
    drop("connectors/pos/payloads/receipts.csv", "17/unlucky.csv");
    drop("connectors/pos/payloads/poslog.xml", "17/torn.xml");

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              assertThat(put("done")).hasSize(1).allMatch(name -> name.startsWith("17/unlucky-"));
              assertThat(put("refused")).hasSize(1).allMatch(name -> name.startsWith("17/torn-"));
            });
  }

  private void drop(String payload, String name) throws IOException {
    var half = drops.resolve(name + ".writing");
    Files.copy(Path.of(payload), half);
    Files.move(half, drops.resolve(name));
  }

  private List<String> put(String where) throws IOException {
    var folder = drops.resolve(where);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }
}
