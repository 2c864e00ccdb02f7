package dev.crossdock.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.LocationId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelsTest {
  Folders folders;

  @BeforeEach
  void fillFolders(@TempDir Path root) {
    folders = new Folders(root);
  }

  @Test
  void knowsAChannelByItsFile() {
    folders.environment.setProperty("hub.sandbox.url", "http://127.0.0.1:9999");

    var shop = folders.channels().find("shop").orElseThrow();

    assertThat(shop.endpoint()).isEqualTo("http://127.0.0.1:9999/corner");
    assertThat(shop.zone()).isEqualTo(ZoneId.of("Europe/London"));
    assertThat(shop.settings()).containsEntry("api", "2026-07");
    assertThat(shop.reserveAt()).isEqualTo(new LocationId("dc"));
    assertThat(shop.slots().get(0).slot()).isEqualTo("655441491");
    assertThat(shop.slots().get(0).locations()).extracting(LocationId::value).contains("york");
  }

  @Test
  void knowsWhatTheManifestOfItsSystemSays() {
    var channels = folders.channels();

    var manifest = channels.manifestOf(channels.find("shop").orElseThrow());

    assertThat(manifest.topic("orders/create").orElseThrow().orderKey()).isEqualTo("body:/id");
    assertThat(manifest.read("orders").orElseThrow().overlap()).isEqualTo(Duration.ofMinutes(5));
    assertThat(manifest.read("orders").orElseThrow().topics()).containsExactly("orders/create");
    assertThat(manifest.write("stock").orElseThrow().partialFailure())
        .isEqualTo(Manifest.PartialFailure.ALL_OR_NOTHING);
    assertThat(manifest.budget("calls").orElseThrow().perSecond()).isEqualTo(100);
    assertThat(manifest.ownEffects().sells()).isTrue();
    assertThat(manifest.ownEffects().refunds()).isFalse();
  }

  @Test
  void tellsMappingsTheSettingsOfAChannelButNoSecret() {
    assertThat(folders.channels().of("shop"))
        .containsEntry("channel", "shop")
        .containsEntry("zone", "Europe/London")
        .containsEntry("currency", "GBP")
        .containsEntry("shop", "demo.example")
        .doesNotContainValue("a-token");
  }

  @Test
  void fallsBackToTheDefaultOfAProperty() {
    assertThat(folders.channels().find("shop").orElseThrow().endpoint())
        .isEqualTo("http://127.0.0.1:8090/corner");
  }

  @Test
  void doesNotStartWithAnEmptySecretAndSaysWhichOne() {
    folders.secrets(Map.of("shop-access-token", "a-token", "shop-webhook", " "));

    assertThatThrownBy(folders::channels)
        .isInstanceOf(HubException.class)
        .hasMessageStartingWith(
            "CON-001 channel shop needs the secret 'shop-webhook', which is empty; set"
                + " CROSSDOCK_SECRET_SHOP_WEBHOOK or put it in .crossdock/secrets/shop-webhook.")
        .hasMessageContaining("shop.yaml:10");
  }

  @Test
  void doesNotStartWithoutASecretThatTheManifestAsksFor() {
    folders.write(
        "config/channels/shop.yaml", Folders.CHANNEL.replaceAll("(?m)^  webhook:.*\n", ""));

    assertThatThrownBy(folders::channels)
        .hasMessageContaining("CON-002 channel shop has no secret");
  }

  @Test
  void refusesASecretWrittenOut() {
    folders.write(
        "config/channels/shop.yaml",
        Folders.CHANNEL.replace("${secret:shop-access-token}", "shpat_abc"));

    assertThatThrownBy(folders::channels)
        .hasMessageContaining("CON-007")
        .hasMessageNotContaining("shpat_abc");
  }

  @Test
  void namesFileAndLineOfAMisspeltKey() {
    folders.write("config/channels/shop.yaml", Folders.CHANNEL.replace("zone:", "zoen:"));

    assertThatThrownBy(folders::channels)
        .hasMessageContaining("CON-005 /zoen")
        .hasMessageContaining("shop.yaml:5");
  }

  @Test
  void namesFileAndLineOfBrokenYaml() {
    folders.write("config/channels/shop.yaml", Folders.CHANNEL.replace("[storefront]", "[store"));

    assertThatThrownBy(folders::channels)
        .hasMessageContaining("CON-003")
        .hasMessageContaining("shop.yaml:4");
  }

  @Test
  void refusesASystemThatNoConnectorSpeaks() {
    folders.write(
        "config/channels/shop.yaml", Folders.CHANNEL.replace("corner\nroles", "circle\nroles"));

    assertThatThrownBy(folders::channels)
        .hasMessageContaining("CON-010 channel shop is of the system 'circle'")
        .hasMessageContaining("[corner]");
  }

  @Test
  void refusesAChannelWhoseFileHasAnotherName() {
    folders.write("config/channels/other.yaml", Folders.CHANNEL);

    assertThatThrownBy(folders::channels)
        .hasMessageContaining("CON-009 id is 'shop' in the file 'other.yaml'");
  }

  @Test
  void refusesASignatureSchemeItDoesNotKnow() {
    folders.write(
        "connectors/corner/manifest.yaml", Folders.MANIFEST.replace("hmac-sha256-base64", "rot13"));

    assertThatThrownBy(folders::channels)
        .hasMessageContaining("CON-006 signature scheme 'rot13'")
        .hasMessageContaining("manifest.yaml:3");
  }

  @Test
  void keepsSecretsOutOfEverythingThatCanBePrinted() {
    var channels = folders.channels();
    var connected = channels.connected("shop").orElseThrow();

    assertThat(List.of(connected.toString(), connected.channel().toString()))
        .noneMatch(text -> text.contains("a-token") || text.contains("a-secret"));
    assertThat(connected.secret("webhook")).hasToString("[***]");
  }
}
