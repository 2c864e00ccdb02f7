package dev.crossdock.sandbox.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private final Subscriptions subscriptions =
      new Subscriptions(URI.create("http://127.0.0.1:8081"), Clock.systemUTC());

  @Test
  void postsEveryTopicToTheHubFromTheStart() {
    assertThat(subscriptions.address("orders/create"))
        .contains(URI.create("http://127.0.0.1:8081/webhooks/shop/orders/create"));
  }

  @Test
  void forgetsATopicWithoutAWordAfterEightFailuresInARow() {
    subscriptions.droppedAfter(8);

    assertThat(subscriptions.failed("refunds/create", 7)).isFalse();
    assertThat(subscriptions.failed("refunds/create", 8)).isTrue();
    assertThat(subscriptions.address("refunds/create")).isEmpty();
    assertThat(subscriptions.address("orders/create")).isPresent();
  }

  @Test
  void forgetsNothingByItselfUnlessItIsTold() {
    assertThat(subscriptions.failed("refunds/create", 1000)).isFalse();
  }
}
