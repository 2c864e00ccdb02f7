package dev.crossdock.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.divergence.Policies.Brake;
import dev.crossdock.divergence.Policy.Heal;
import dev.crossdock.kernel.FileCheck;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.MovedClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.ObjectProvider;

/** How far systems may differ is written in one file, and what it says now is what counts. */
class PoliciesTest {
  private static final Policy SHIPPED = new Policy(500, 2, Heal.HEAL, 3, 2_000, 20_000);

  private final Path file;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-06-01T10:00:00Z"));

  PoliciesTest(@TempDir Path folder) {
    this.file = folder.resolve("divergence.yaml");
  }

  @Test
  void says5PercentAnd2UnitsWhereNobodySaysAnything() {
    var policies = policies();

    assertThat(policies.of("shop", "stock", "main")).isEqualTo(SHIPPED);
    assertThat(policies.of("shop", "orders", ""))
        .isEqualTo(new Policy(0, 0, Heal.NEVER, 3, 2_000, 20_000));
    assertThat(policies.brake()).isEqualTo(new Brake(2_000, 3_000));
  }

  @Test
  void shipsAFileThatSaysWhatCountsWithoutIt() {
    var policies = new Policies(Path.of("config/divergence.yaml"), noCheck(), clock);

    assertThat(policies.of("shop", "stock", "main")).isEqualTo(SHIPPED);
    assertThat(policies.of("shop", "orders", "").heal()).isEqualTo(Heal.NEVER);
    assertThat(policies.brake()).isEqualTo(new Brake(2_000, 3_000));
  }

  @Test
  void letsAPlaceSayWhatItsChannelDoesNotAndAChannelWhatTheDefaultsDoNot() throws IOException {
    write(
        """
        defaults: { stock: { units: 3, tries: 5 } }
        channels:
          market: { stock: { heal: propose, over: 7.5%, places: { MFN: { over: 10%, perHour: { skus: 5 } } } } }
        """);
    var policies = policies();

    assertThat(policies.of("shop", "stock", "main"))
        .isEqualTo(new Policy(500, 3, Heal.HEAL, 5, 2_000, 20_000));
    assertThat(policies.of("market", "stock", "AFN"))
        .isEqualTo(new Policy(750, 3, Heal.PROPOSE, 5, 2_000, 20_000));
    assertThat(policies.of("market", "stock", "MFN"))
        .isEqualTo(new Policy(1_000, 3, Heal.PROPOSE, 5, 5, 20_000));
  }

  @Test
  void followsAnEditAndKeepsWhatCountedWhenTheEditMakesNoSense() throws IOException {
    var policies = policies();
    write("defaults: { stock: { over: 8% } }");
    assertThat(settled(policies)).isEqualTo(800);

    write("defaults: { stock: { over: lots } }");
    assertThat(settled(policies)).isEqualTo(800);

    Files.delete(file);
    assertThat(settled(policies)).isEqualTo(500);
  }

  @Test
  void doesNotTakeAFileThatIsBeingWrittenForOneThatSaysNothing() throws IOException {
    write("defaults: { stock: { heal: never } }");
    var policies = policies();

    write("");
    assertThat(policies.of("shop", "stock", "main").heal()).isEqualTo(Heal.NEVER);
    assertThat(policies.of("shop", "stock", "main").heal()).isEqualTo(Heal.NEVER);

    write("defaults: { stock: { heal: never, over: 8% } }");
    assertThat(settled(policies)).isEqualTo(800);
    assertThat(policies.of("shop", "stock", "main").heal()).isEqualTo(Heal.NEVER);
  }

  @Test
  void keepsWhatCountedWhenTheFileCannotBeRead() throws IOException {
    write("defaults: { stock: { over: 8% } }");
    var policies = policies();

    Files.write(file, "# für alle\ndefaults: {}".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(settled(policies)).isEqualTo(800);
    assertThatThrownBy(this::policies)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("DIV-001")
        .hasMessageContaining("save it as UTF-8");

    Files.delete(file);
    Files.createDirectory(file);
    assertThat(settled(policies)).isEqualTo(800);
  }

  @Test
  void refusesToStartWithAFileThatMakesNoSense() throws IOException {
    for (var wrong :
        List.of(
            "defaults: { stock: { over: lots } }",
            "defaults: { stock: { over: 0.001% } }",
            "channels: { shop: { stock: { heal: perhaps } } }",
            "channels: { shop: { stock: { places: { main: { over: much } } } } }",
            "brake: { skus: all }",
            "thresholds: {}",
            "defaults: [")) {
      write(wrong);
      assertThatThrownBy(this::policies).as(wrong).hasMessageContaining("DIV-001");
    }
  }

  /** Of how much stock may be off, once an edit has been left alone. */
  private int settled(Policies policies) {
    var unused = policies.of("shop", "stock", "main");
    clock.move(Duration.ofSeconds(1));
    return policies.of("shop", "stock", "main").over();
  }

  private Policies policies() {
    return new Policies(file, noCheck(), clock);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private static ObjectProvider<FileCheck> noCheck() {
    return new ObjectProvider<>() {
      @Override
      public Stream<FileCheck> stream() {
        return Stream.of();
      }
    };
  }
}
