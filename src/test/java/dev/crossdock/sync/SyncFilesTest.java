package dev.crossdock.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.kernel.FileCheck;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** The files of syncs, as they lie there and as they are edited. */
class SyncFilesTest {
  private final Path folder;

  SyncFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsAllThatAFileMaySay() throws IOException {
    write(
        "stock-market",
        """
        id: stock-market
        channel: market
        snapshot: stock
        mode: full
        cron: "0 30 2 * * ?"
        zone: Europe/London
        scope: { places: [MFN], skus: [TEE-RED-M], percent: 10 }
        fresh: 15m
        overlap: queue
        share: 20%
        owner: marketplaces
        """);

    var sync = files().all().get(0);

    assertThat(sync.what()).isEqualTo("snapshot of stock");
    assertThat(sync.mode()).isEqualTo(Sync.Mode.FULL);
    assertThat(sync.clock()).hasToString("Europe/London");
    assertThat(sync.scope()).isEqualTo(new Scope(Set.of("MFN"), Set.of("TEE-RED-M"), 10));
    assertThat(sync.freshness()).isEqualTo(Duration.ofMinutes(15));
    assertThat(sync.overlap()).isEqualTo(Sync.Overlap.QUEUE);
    assertThat(sync.part()).isEqualTo(0.2);
    assertThat(sync.isFrequent()).isFalse();
  }

  @Test
  void leavesOutWhatAFileDoesNotSay() throws IOException {
    write("orders-shop", read("orders-shop", "500ms"));

    var sync = files().all().get(0);

    assertThat(sync.mode()).isEqualTo(Sync.Mode.CHANGED);
    assertThat(sync.scope().isAll()).isTrue();
    assertThat(sync.freshness()).isEqualTo(Duration.ofMinutes(15));
    assertThat(sync.overlap()).isEqualTo(Sync.Overlap.REFUSE);
    assertThat(sync.part()).isEqualTo(1);
    assertThat(sync.isFrequent()).isTrue();
  }

  @Test
  void startsWithNothingThatIsNotASync() throws IOException {
    for (var wrong :
        List.of(
            "read: orders, snapshot: stock, every: 5s",
            "read: orders",
            "read: orders, every: 5s, cron: '0 0 3 * * ?'",
            "read: orders, cron: at night",
            "read: orders, every: 0s",
            "read: orders, every: 5s, share: 120%",
            "read: orders, every: 5s, fresh: soon",
            "read: orders, cron: '0 0 3 * * ?', zone: Mars",
            "read: orders, every: 5s, evry: 6s")) {
      write("x", "{ id: x, channel: shop, owner: me, " + wrong + " }");
      assertThatThrownBy(this::files)
          .as(wrong)
          .isInstanceOf(HubException.class)
          .hasMessageContaining("SYN-001")
          .hasMessageContaining("x.yaml");
    }
    write("x", read("y", "5s"));
    assertThatThrownBy(this::files).isInstanceOf(HubException.class);
  }

  @Test
  void takesAnEditWhenItHasSeenItTwice() throws IOException {
    write("orders-shop", read("orders-shop", "5s"));
    var files = files();

    write("orders-shop", read("orders-shop", "7s"));
    write("items-shop", read("items-shop", "60s"));
    assertThat(files.look()).isFalse();
    assertThat(files.look()).isTrue();

    assertThat(files.all()).extracting(Sync::id).containsExactly("items-shop", "orders-shop");
    assertThat(files.find("orders-shop").orElseThrow().every()).isEqualTo("7s");
    assertThat(files.look()).isFalse();

    Files.delete(folder.resolve("orders-shop.yaml"));
    assertThat(files.look()).isFalse();
    assertThat(files.look()).isTrue();
    assertThat(files.find("orders-shop")).isEmpty();
  }

  @Test
  void goesOnWithWhatWasThereWhenAnEditCannotBeUsed() throws IOException {
    write("orders-shop", read("orders-shop", "5s"));
    var files = files();

    write("orders-shop", read("orders-shop", "often"));
    files.look();
    assertThat(files.look()).isFalse();

    assertThat(files.find("orders-shop").orElseThrow().every()).isEqualTo("5s");
    assertThat(files.problems()).extracting(Finding::code).containsExactly("SYN-001");

    write("orders-shop", read("orders-shop", "6s"));
    files.look();
    assertThat(files.look()).isTrue();
    assertThat(files.problems()).isEmpty();
  }

  @Test
  void saysWhatTheLintSaysOfAnEdit() throws IOException {
    write("orders-shop", read("orders-shop", "5s"));
    var finding = new Finding("config/syncs/orders-shop.yaml", 3, "LINT-051", "no such read.");
    FileCheck never = file -> List.of(finding);
    var beans = new StaticListableBeanFactory();
    beans.addBean("lint", never);
    var files = new SyncFiles(folder, beans.getBeanProvider(FileCheck.class));

    write("orders-shop", read("orders-shop", "6s"));
    files.look();

    assertThat(files.look()).isFalse();
    assertThat(files.problems()).containsExactly(finding);
  }

  @Test
  void goesOnWithTheOthersWhenAFileCannotBeRead() throws IOException {
    write("orders-shop", read("orders-shop", "5s"));
    write("items-shop", read("items-shop", "60s"));
    var files = files();

    var latin = "# für alle\n" + read("orders-shop", "6s");
    Files.write(folder.resolve("orders-shop.yaml"), latin.getBytes(StandardCharsets.ISO_8859_1));
    write("items-shop", read("items-shop", "70s"));
    files.look();
    assertThat(files.look()).isTrue();

    assertThat(files.find("orders-shop").orElseThrow().every()).isEqualTo("5s");
    assertThat(files.find("items-shop").orElseThrow().every()).isEqualTo("70s");
    assertThat(files.problems())
        .singleElement()
        .satisfies(one -> assertThat(one.code()).isEqualTo("SYN-001"))
        .satisfies(
            one -> assertThat(one.sentence()).contains("orders-shop.yaml", "save it as UTF-8"));
    assertThatThrownBy(this::files)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("SYN-001")
        .hasMessageContaining("orders-shop.yaml");
  }

  private SyncFiles files() {
    return new SyncFiles(folder, new StaticListableBeanFactory().getBeanProvider(FileCheck.class));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + ".yaml"), text);
  }

  private static String read(String id, String every) {
    return "{ id: %s, channel: shop, read: orders, every: %s, owner: me }".formatted(id, every);
  }
}
