package dev.crossdock.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.WholeHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Fault F-30 on a real file system of 600 MB: nearly full, the edge answers 503 before PostgreSQL
 * would panic, and resumes by itself. Needs the right to mount.
 */
class DiskFullIT {
  private static final Path MOUNT = folder();
  private static final WholeHub HUB = new WholeHub().embedded().in(MOUNT.resolve("data"));
  private static boolean mounted;

  @BeforeAll
  static void mount() throws Exception {
    var image = MOUNT.resolveSibling(MOUNT.getFileName() + ".img");
    mounted =
        run("truncate", "-s", "600M", image.toString()) == 0
            && run("mkfs.ext4", "-q", "-m", "0", image.toString()) == 0
            && run("mount", "-o", "loop", image.toString(), MOUNT.toString()) == 0;
    Files.deleteIfExists(image);
    Assumptions.assumeTrue(mounted, "SKIPPED: no right to mount a file system of our own");
    Files.createDirectories(MOUNT.resolve("data"));
    HUB.beforeAll(null);
  }

  @AfterAll
  static void unmount() throws Exception {
    if (mounted) {
      HUB.afterAll(null);
      run("umount", "--lazy", MOUNT.toString());
    }
    Files.deleteIfExists(MOUNT);
  }

  @Test
  void refusesBeforeTheDatabasePanicsAndResumesByItself() throws Exception {
    var orders = new Orders(HUB.edge());
    assertThat(orders.post().status()).isEqualTo(200);

    var filler = MOUNT.resolve("filler");
    var tooMuch = Files.getFileStore(MOUNT).getUsableSpace() - (50L << 20);
    assertThat(run("fallocate", "-l", Long.toString(tooMuch), filler.toString())).isZero();

    await().atMost(Duration.ofSeconds(5)).until(() -> orders.post().status() == 503);
    assertThat(orders.post(100))
        .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(503))
        .allSatisfy(answer -> assertThat(answer.millis()).isLessThan(2000));
    assertThat(readiness()).isEqualTo(503);
    var store = Files.createDirectories(HUB.data().resolve("drops").resolve("17"));
    Files.writeString(store.resolve("sales.csv"), "store,till\n17,2\n");
    await().during(Duration.ofSeconds(2)).until(() -> lines() == 0);

    Files.delete(filler);
    await().atMost(Duration.ofSeconds(5)).until(() -> orders.post().status() == 200);
    assertThat(readiness()).isEqualTo(200);
    await().atMost(Duration.ofSeconds(10)).until(() -> lines() == 1);
    var kept = HUB.sql().queryForList("select order_key from delivery_inbox_view", String.class);
    assertThat(kept).containsAll(orders.taken());
  }

  private static int lines() {
    Integer count =
        HUB.sql()
            .queryForObject(
                "select count(*) from delivery_inbox_view where file_id is not null",
                Integer.class);
    return count == null ? -1 : count;
  }

  private static int readiness() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(HUB.console() + "/health/readiness")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("crossdock-small-disk");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
