package dev.crossdock.connectors;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The real budget of a corner shop, 1,000 calls and 100 a second, and a clock that a test sets. */
public final class PlayedBudgets {
  /** The route by which it is told facts; a call costs 10. */
  public static final String BOOKINGS = "inventory-publish-booked-corner";

  private final AtomicLong nanos = new AtomicLong();
  private final Channels channels;
  private final Budgets budgets;

  /** The folders of such a hub are made under this one. */
  public PlayedBudgets(Path root) {
    var writes =
        "writes:\n  bookings: { route: " + BOOKINGS + ", batch: 500, budget: calls, cost: 10 }\n";
    channels =
        new Folders(root)
            .write("connectors/corner/manifest.yaml", Folders.MANIFEST.replace("writes:\n", writes))
            .channels();
    budgets = new Budgets(channels, nanos::get);
  }

  /** The channel {@code shop} and its manifest. */
  public Channels channels() {
    return channels;
  }

  /** They themselves. */
  public Budgets budgets() {
    return budgets;
  }

  /** Asks for calls of the shop. */
  public Duration acquire(Precedence who, double cost) {
    return budgets.acquire(who, "shop", "calls", cost);
  }

  /** Time goes by. */
  public void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
