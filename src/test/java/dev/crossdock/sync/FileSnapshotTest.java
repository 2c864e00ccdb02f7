package dev.crossdock.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.crossdock.connectors.Listing;
import dev.crossdock.kernel.HubException;
import dev.crossdock.platform.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A file that a system makes is waited for, fetched as it comes, and read whole or not at all. */
class FileSnapshotTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final SnapshotRig rig = new SnapshotRig(DATABASE.app(), Path.of("target"));
  private final Deque<Served> served = new ArrayDeque<>();
  private final HttpServer store;

  /** What the store of files answers next: a status, a body, and how much of it really comes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Served(int status, byte[] body, int comes) {}

  FileSnapshotTest() throws IOException {
    rig.clear();
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store.createContext(
        "/",
        call -> {
          var next = served.size() > 1 ? served.remove() : served.getFirst();
          call.getResponseHeaders().set("Content-Type", "text/plain;charset=UTF-8");
          call.sendResponseHeaders(next.status(), next.body().length);
          call.getResponseBody().write(next.body(), 0, next.comes());
          if (next.comes() < next.body().length) {
            call.getResponseBody().flush();
            throw new IOException("broken on purpose");
          }
          call.close();
        });
    store.start();
    rig.at("http://127.0.0.1:" + store.getAddress().getPort());
  }

  @AfterEach
  void close() {
    store.stop(0);
  }

  @Test
  void waitsForTheFileAndStagesEveryLine() throws Exception {
    exports(Listing.Format.JSONL);
    serve(200, "{\"name\":\"A\",\"number\":1}\n{\"name\":\"B\",\"number\":2}\n", 0);
    var looks = new int[1];
    rig.answers(
        (route, question) -> {
          if (route.equals("start")) {
            return "{'job': 'j1', 'outcome': 'applied'}";
          }
          assertThat(question.path("job").asText()).isEqualTo("j1");
          return looks[0]++ < 2 ? "{'ready': false}" : ready("'total': 2, ");
        });

    var progress = rig.take();

    assertThat(rig.staged()).containsExactly("A@P=1", "B@P=2");
    assertThat(progress.expected).isEqualTo(2);
    assertThat(rig.told).hasSize(1);
  }

  @Test
  void readsCellsBetweenTabsPackedAndWithQuotesAsTheyAre() throws Exception {
    exports(Listing.Format.TSV);
    serve(200, gzip("name\tnumber\tnote\nA \"Red\"\t1\t5\" wide\nB\t2\t\n"), 0);
    rig.answers((route, question) -> start(route, ready("'gzip': true, ")));

    rig.take();

    assertThat(rig.staged()).containsExactly("A \"Red\"@P=1", "B@P=2");
  }

  @Test
  void asksForANewAddressWhenTheOldOneHasExpired() throws Exception {
    exports(Listing.Format.JSONL);
    serve(403, "<Error/>", 0);
    serve(200, "{\"name\":\"A\",\"number\":1}\n", 0);
    rig.answers((route, question) -> start(route, ready("")));

    rig.take();

    assertThat(rig.staged()).containsExactly("A@P=1");
  }

  @Test
  void readsOnBehindTheLastLineThatWasKeptWhenTheConnectionBreaks() throws Exception {
    exports(Listing.Format.JSONL);
    var lines = new StringBuilder();
    for (var n = 0; n < 1_200; n++) {
      lines.append("{\"name\":\"K%04d\",\"number\":%d}\n".formatted(n, n));
    }
    var bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    served.add(new Served(200, bytes, bytes.length * 3 / 4));
    served.add(new Served(200, bytes, bytes.length));
    rig.answers((route, question) -> start(route, ready("")));

    var progress = rig.take();

    assertThat(rig.staged()).hasSize(1_200);
    assertThat(progress.items).isEqualTo(1_200);
  }

  @Test
  void goesOnInTheSameFileWhenTheHubWasKilled() throws Exception {
    exports(Listing.Format.JSONL);
    var lines = new StringBuilder();
    for (var n = 0; n < 1_200; n++) {
      lines.append("{\"name\":\"K%04d\",\"number\":%d}\n".formatted(n, n));
    }
    serve(200, lines.toString(), 0);
    var starts = new int[1];
    rig.answers(
        (route, question) -> {
          starts[0] += route.equals("start") ? 1 : 0;
          return start(route, ready("'total': 1200, "));
        });
    var killed = new SnapshotRig.Noted(null, 1);
    assertThatThrownBy(() -> rig.take(killed)).isInstanceOf(Progress.Stopped.class);
    assertThat(rig.staged()).hasSize(500);

    rig.take(new SnapshotRig.Noted(killed.position(), Integer.MAX_VALUE));

    assertThat(rig.staged()).hasSize(1_200);
    assertThat(starts[0]).as("files that were asked for").isEqualTo(1);
  }

  @Test
  void isNoSnapshotWhenTheFileIsShorterThanTheSystemSays() {
    exports(Listing.Format.JSONL);
    serve(200, "{\"name\":\"A\",\"number\":1}\n", 0);
    rig.answers((route, question) -> start(route, ready("'total': 2, ")));

    refused("SYN-033");
  }

  @Test
  void isNoSnapshotWhenALineHasLostACell() {
    exports(Listing.Format.TSV);
    serve(200, "name\tnumber\nA\t1\nB\n", 0);
    rig.answers((route, question) -> start(route, ready("")));

    refused("SYN-041");
  }

  @Test
  void isNoSnapshotWhenAPackedFileIsOnlyHalfThere() {
    exports(Listing.Format.TSV);
    var whole = gzip("name\tnumber\n" + "A\t1\n".repeat(50));
    served.add(new Served(200, java.util.Arrays.copyOf(whole, whole.length - 9), whole.length - 9));
    rig.answers((route, question) -> start(route, ready("'gzip': true, ")));

    refused("SYN-037");
  }

  @Test
  void isNoSnapshotWhenTheSystemGaveItUp() {
    exports(Listing.Format.JSONL);
    rig.answers(
        (route, question) ->
            start(route, "{'ready': false, 'outcome': 'data', 'code': 'FATAL', 'message': 'no'}"));

    refused("SYN-003");
  }

  @Test
  void doesNotGoWhereOnlyWeCanReach() {
    exports(Listing.Format.JSONL);
    rig.answers(
        (route, question) ->
            start(route, "{'ready': true, 'url': 'http://169.254.169.254/latest/meta-data'}"));

    refused("SYN-042");
  }

  @Test
  void refusesAFileThatWasPackedToLookSmall() {
    exports(Listing.Format.TSV);
    serve(200, gzip("name\tnumber\n" + ("A" + " ".repeat(60_000) + "\t1\n").repeat(1_000)), 0);
    rig.answers((route, question) -> start(route, ready("'gzip': true, ")));

    refused("SYN-043");
  }

  @Test
  void readsPagesWhileTheSystemIsAtAnotherFile() throws Exception {
    rig.lists(
        new Listing(
            new Listing.Paged("all", 2, false, null, null),
            export(Listing.Format.JSONL),
            null,
            null));
    rig.answers(
        (route, question) ->
            route.equals("start")
                ? "{'outcome': 'transient', 'code': 'BUSY', 'retryAfter': 20000}"
                : "{'items': [{'key': 'A', 'place': 'P', 'value': 1}]}");

    rig.take();

    assertThat(rig.staged()).containsExactly("A@P=1");
  }

  private void exports(Listing.Format format) {
    rig.lists(new Listing(null, export(format), null, null));
  }

  private static Listing.Export export(Listing.Format format) {
    return new Listing.Export(
        "start",
        "ready",
        "a/lines-to-lines",
        format,
        Duration.ofMillis(5),
        Duration.ofHours(1),
        null,
        null,
        null);
  }

  private static String start(String route, String ready) {
    return route.equals("start") ? "{'job': 'j1', 'outcome': 'applied'}" : ready;
  }

  private String ready(String more) {
    return "{%s'ready': true, 'url': 'http://127.0.0.1:%d/file'}"
        .formatted(more, store.getAddress().getPort());
  }

  private void serve(int status, String body, int less) {
    serve(status, body.getBytes(StandardCharsets.UTF_8), less);
  }

  private void serve(int status, byte[] body, int less) {
    served.add(new Served(status, body, body.length - less));
  }

  private static byte[] gzip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void refused(String code) {
    assertThatThrownBy(rig::take).isInstanceOf(HubException.class).hasMessageStartingWith(code);
    assertThat(rig.state()).isEqualTo("failed");
    assertThat(rig.staged()).isEmpty();
    assertThat(rig.told).isEmpty();
  }
}
