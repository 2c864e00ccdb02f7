package dev.crossdock.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import dev.crossdock.connectors.Channels;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.ReferencesLearned;
import dev.crossdock.kernel.Sku;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.platform.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** What channels call our SKUs. */
class CatalogTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final List<Object> events = new ArrayList<>();
  private final Catalog catalog = new Catalog(jdbc, mock(Channels.class), events::add);

  @BeforeEach
  void knowsNothing() {
    jdbc.update("delete from catalog_references");
    jdbc.update("delete from catalog_skus");
  }

  @Test
  void remembersSoManyNamesAndNoMore() {
    var small = new Catalog(jdbc, mock(Channels.class), events::add, 2);
    var cap = small.caps().iterator().next();
    jdbc.update("insert into catalog_skus (sku) values ('TEE')");
    for (var code : List.of("1", "2", "3")) {
      jdbc.update(
          "insert into catalog_references (channel, kind, code, sku) values ('shop', 'variant', ?, 'TEE')",
          code);
      assertThat(small.sku("shop", "variant", code)).isPresent();
      assertThat(cap.used().getAsLong()).isBetween(1L, 2L);
    }
    assertThat(cap.refused().getAsLong()).isEqualTo(1);
  }

  @Test
  void learnsNothingFromBeingToldAgainOrInOtherWords() {
    assertThat(learn("erp", "Tee, red, M", "5000000000017")).isEqualTo(Verdict.APPLIED);
    assertThat(learn("shop", "The Red Tee", "41")).isEqualTo(Verdict.APPLIED);
    events.clear();

    assertThat(learn("erp", "Tee, red, M", "5000000000017")).isEqualTo(Verdict.DUPLICATE);
    assertThat(learn("shop", "The Red Tee", "41")).isEqualTo(Verdict.DUPLICATE);
    assertThat(events).isEmpty();
  }

  @Test
  void tellsThoseWhoWaitForAName() {
    learn("shop", "Tee", "41");

    assertThat(events).containsExactly(new ReferencesLearned("shop"));
    assertThat(catalog.sku("shop", "variant", "41")).contains(new Sku("TEE-RED-M"));
  }

  @Test
  void doesNotLetOneNameMeanTwoThings() {
    learn("shop", "Tee", "41");

    assertThatThrownBy(() -> learn("CAP-BLUE", "shop", "Cap", "41"))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll("TEE-RED-M", "CAP-BLUE", "41");
  }

  private Verdict learn(String channel, String description, String code) {
    return learn("TEE-RED-M", channel, description, code);
  }

  private Verdict learn(String sku, String channel, String description, String code) {
    var item =
        """
        {"sku":"%s","description":"%s","references":[{"kind":"variant","code":"%s"}]}"""
            .formatted(sku, description, code);
    var message =
        new Message(
            1,
            channel,
            "items",
            Map.of(),
            Instant.EPOCH,
            Json.read(item.getBytes(StandardCharsets.UTF_8)),
            null);
    return catalog.learn(new Batch(channel, 1, List.of(message))).get(0);
  }
}
