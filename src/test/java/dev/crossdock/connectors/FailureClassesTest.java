package dev.crossdock.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.files.ManifestFile;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureClassesTest {
  private static final String SAID =
      """
      failures: { BUSY: transient, "LOCK_*": conflict, "LOCK_EVER*": poison, HTTP-404: data, "SQL-23*": unknown-reference, DAILY: quota }
      quota: { resetsAt: "00:00", zone: America/Los_Angeles }
      """;

  @ParameterizedTest
  @CsvSource({
    "BUSY, 400, , transient",
    "LOCK_LOST, 400, , conflict",
    "LOCK_EVERMORE, 400, , poison",
    "GONE, 404, , data",
    ", 0, 23505, unknown-reference",
  })
  void believesTheManifestAboutCodesBeginningsOfCodesAndStatuses(
      @Nullable String code, int status, @Nullable String sqlState, String word) throws Exception {
    assertThat(manifest().failureClasses().of(code, status, sqlState).word()).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({
    ", 0, , transient",
    "ODD, 200, , data",
    ", 302, , data",
    ", 400, , data",
    ", 401, , auth",
    ", 403, , auth",
    ", 404, , unknown-reference",
    ", 408, , transient",
    ", 409, , conflict",
    ", 410, , unknown-reference",
    ", 425, , transient",
    ", 429, , throttled",
    ", 503, , transient",
    ", 0, 08006, transient",
    ", 0, 22003, data",
    ", 0, 23514, data",
    ", 0, 28P01, auth",
    ", 0, 40P01, transient",
    ", 0, 42501, auth",
    ", 0, 42P01, bug",
    ", 0, 53300, transient",
  })
  void knowsWhatIsUsualWhereNoManifestSays(
      @Nullable String code, int status, @Nullable String sqlState, String word) {
    assertThat(FailureClasses.USUAL.of(code, status, sqlState).word()).isEqualTo(word);
  }

  @Test
  void givesEveryFailedItemItsClassAndLeavesTheOthers() throws Exception {
    var answer =
        json(
            """
            {"outcomes":[{"key":"a","outcome":"failed","code":"BUSY","retryAfter":99999999999},
                         {"key":"b","outcome":"applied"},
                         {"key":"c","outcome":"failed","code":"ODD","retryAfter":"soon"},
                         {"key":"d","outcome":"throttled","retryAfter":-1}]}
            """);

    understood(answer);

    assertThat(answer.at("/outcomes/0/outcome").asText()).isEqualTo("transient");
    assertThat(answer.at("/outcomes/0/retryAfter").asLong()).isEqualTo(3_600_000);
    assertThat(answer.at("/outcomes/1/outcome").asText()).isEqualTo("applied");
    assertThat(answer.at("/outcomes/2/outcome").asText()).isEqualTo("data");
    assertThat(answer.at("/outcomes/2").has("retryAfter")).isFalse();
    assertThat(answer.at("/outcomes/3/retryAfter").asLong()).isEqualTo(20);
  }

  @Test
  void waitsForTheQuotaUntilTheSystemsOwnMidnight() throws Exception {
    var page = json("{\"items\":[],\"outcome\":\"failed\",\"code\":\"DAILY\",\"retryAfter\":5}");

    understood(page);

    assertThat(page.path("outcome").asText()).isEqualTo("quota");
    assertThat(Duration.ofMillis(page.path("retryAfter").asLong()))
        .isEqualTo(Duration.ofHours(10).plusSeconds(1));
  }

  @Test
  void refusesAManifestThatNamesAClassWeDoNotHave() {
    assertThatThrownBy(() -> manifest("failures: { BUSY: later }\n"))
        .hasMessageContaining("'later' is no failure class");
  }

  private static void understood(JsonNode answer) throws Exception {
    var now = Clock.fixed(Instant.parse("2026-06-01T21:00:00Z"), ZoneOffset.UTC); // 14:00 there
    new Classifying(now).understood(manifest(), answer, 200, null);
  }

  private static Manifest manifest() throws Exception {
    return manifest(SAID);
  }

  private static Manifest manifest(String more) throws Exception {
    return new ManifestFile(List.of(new HmacSha256Base64()))
        .read(Path.of("connectors/corner/manifest.yaml"), Folders.MANIFEST + more);
  }

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
