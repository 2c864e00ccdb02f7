package dev.crossdock.connectors.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.files.Connected;
import dev.crossdock.connectors.files.Secret;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.PromiseRules;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);
  private int asked;
  private @Nullable HubException refuses;

  private final AccessTokens tokens =
      new AccessTokens(
          (channel, auth) -> {
            if (refuses != null) {
              throw refuses;
            }
            asked++;
            return new TokenRequest.Granted(new Secret("token-" + asked), Duration.ofHours(1));
          },
          nanos::get);

  @Test
  void keepsATokenUntilShortlyBeforeItEnds() {
    assertThat(current()).isEqualTo("token-1");
    passes(Duration.ofMinutes(53));
    assertThat(current()).isEqualTo("token-1");
    passes(Duration.ofMinutes(2));
    assertThat(current()).isEqualTo("token-2");
  }

  @Test
  void goesOnWithTheOldTokenWhileItLastsIfNoNewOneIsToBeHad() {
    current();
    refuses = new HubException(new Failure.Transient("CON-042", "not now."));

    passes(Duration.ofMinutes(55));
    assertThat(current()).isEqualTo("token-1");

    passes(Duration.ofMinutes(6));
    assertThatThrownBy(this::current).hasMessageContaining("CON-042");
  }

  @Test
  void renewsARefusedTokenOnceThenNotForAMinute() {
    var first = tokens.current(channel());

    assertThat(tokens.renew(channel(), first)).isTrue();
    var second = tokens.current(channel());
    assertThat(tokens.renew(channel(), second)).isFalse();

    passes(Duration.ofSeconds(61));
    assertThat(tokens.renew(channel(), second)).isTrue();
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void takesTheTokenSomebodyElseHasAlreadyRenewed() {
    var first = tokens.current(channel());
    tokens.renew(channel(), first);

    assertThat(tokens.renew(channel(), first)).isTrue();
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void holdsSoManyTokensAndNoMore() {
    for (int i = 0; i < AccessTokens.MOST + 10; i++) {
      tokens.current(channel("secret-" + i));
    }
    var cap = tokens.caps().get(0);

    assertThat(cap.used().getAsLong()).isEqualTo(cap.limit().getAsLong());
    assertThat(cap.refused().getAsLong()).isEqualTo(10);
    tokens.current(channel("secret-" + AccessTokens.MOST));
    assertThat(asked).as("one of the latest is still there").isEqualTo(AccessTokens.MOST + 10);
  }

  @Test
  void printsNoToken() {
    assertThat(tokens.current(channel()).toString()).doesNotContain("token-1");
  }

  private String current() {
    return tokens.current(channel()).secret().reveal();
  }

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Connected channel() {
    return channel("b");
  }

  private static Connected channel(String secret) {
    var auth =
        new Manifest.Auth("oauth2-refresh-token", "X", null, "/token", "id", "secret", "refresh");
    var manifest =
        new Manifest(
            "corner",
            "any",
            null,
            null,
            null,
            List.of(),
            List.of(),
            Map.of(),
            auth,
            Map.of(),
            Map.of(),
            Map.of(),
            null,
            null,
            new Manifest.OwnEffects(false, false, false),
            null,
            Map.of(),
            null);
    var channel =
        new Channel(
            "shop",
            "corner",
            Set.of(),
            "http://127.0.0.1:1",
            ZoneId.of("UTC"),
            "GBP",
            Map.of(),
            true,
            null,
            List.of(),
            List.of(),
            false,
            "",
            PromiseRules.USUAL);
    return new Connected(
        channel,
        manifest,
        Map.of(
            "id", List.of(new Secret("a")),
            "secret", List.of(new Secret(secret)),
            "refresh", List.of(new Secret("c"))));
  }
}
