package dev.crossdock.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.divergence.Policies.Brake;
import dev.crossdock.divergence.Policy.Heal;
import dev.crossdock.kernel.FileCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.ObjectProvider;

/** How far systems may differ is written in one file, and what it says now is what counts. */
class PoliciesTest {
  private static final Policy SHIPPED = new Policy(500, 2, Heal.HEAL, 3, 2_000, 20_000);

  private final Path file;

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
    var policies = new Policies(Path.of("config/divergence.yaml"), noCheck());

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
    assertThat(policies.of("shop", "stock", "main").over()).isEqualTo(800);

    write("defaults: { stock: { over: lots } }");
    assertThat(policies.of("shop", "stock", "main").over()).isEqualTo(800);

    Files.delete(file);
    assertThat(policies.of("shop", "stock", "main").over()).isEqualTo(500);
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

  private Policies policies() {
    return new Policies(file, noCheck());
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
