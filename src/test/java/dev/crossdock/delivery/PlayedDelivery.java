package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.PlayedBudgets;
import dev.crossdock.connectors.PlayedDoors;
import java.nio.file.Path;
import org.springframework.jdbc.core.JdbcTemplate;

/** The hub's own delivery worker of the channel {@code shop}, which takes 250 levels in a call. */
public final class PlayedDelivery implements AutoCloseable {
  private final DeliveryWorker worker;

  /** How the shop answers. */
  public interface Answering {
    JsonNode call(String route, String channel, JsonNode asked);
  }

  /** It works from now on; its folders are made under this one. */
  public PlayedDelivery(JdbcTemplate jdbc, Path root, Answering shop) {
    var played = new PlayedBudgets(root);
    worker =
        new DeliveryWorker(
            "shop",
            played.channels(),
            new DeliveryRound(
                "shop", new TargetClaims(jdbc), shop::call, () -> System.nanoTime() / 1_000_000),
            played.budgets(),
            new PlayedDoors().doors(),
            new Complaints(new Cases(jdbc), jdbc),
            channel -> {});
    worker.start();
  }

  @Override
  public void close() {
    worker.stop();
  }
}
