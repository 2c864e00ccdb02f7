package dev.crossdock.faults.chaos;

import dev.crossdock.delivery.Heard;
import dev.crossdock.delivery.HubCore;
import dev.crossdock.delivery.HubLife;
import dev.crossdock.delivery.HubLife.Parcel;
import dev.crossdock.faults.simulation.Agenda;
import dev.crossdock.inventory.StockLedger;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.orders.OrderBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The hub's own core at work: it keeps what it hears, and tells channels what is owed. */
final class ChaosHub {
  private static final int MOST_MESSAGES = 200;
  private static final int MOST_CALLS = 60;

  private record Waiting(Heard heard, Runnable then) {}

  private final HubCore core;
  private final HubLife life;
  private final List<Waiting> waiting = new ArrayList<>();

  ChaosHub(HubCore core, Agenda agenda, Map<String, Stall> stalls) {
    this.core = core;
    this.life =
        new HubLife(
            core,
            (route, channel, document) ->
                java.util.Objects.requireNonNull(stalls.get(channel)).answer(route, document),
            () -> agenda.micros() * 1_000,
            false,
            MOST_MESSAGES);
  }

  /** Something has arrived; then is done when it was worked off. */
  void hear(Heard heard, Runnable then) {
    waiting.add(new Waiting(heard, then));
  }

  /** Works off all that has arrived. */
  void work() {
    if (waiting.isEmpty()) {
      return;
    }
    var news = List.copyOf(waiting);
    waiting.clear();
    core.keep(news.stream().map(Waiting::heard).toList());
    for (var parcels = life.relay("inbox"); !parcels.isEmpty(); parcels = life.relay("inbox")) {
      parcels.forEach(this::close);
    }
    news.forEach(one -> one.then().run());
  }

  private void close(Parcel parcel) {
    var batch = core.open(parcel.channel(), parcel.epoch(), parcel.ids());
    if (!batch.messages().isEmpty()) {
      core.close(batch, b -> step(parcel.route(), b));
    }
    life.done(parcel);
  }

  private List<Verdict> step(String route, Batch batch) {
    return route.equals("take-orders")
        ? core.get(OrderBook.class).take(batch)
        : core.get(StockLedger.class).takeMovements(batch);
  }

  /** Tells a channel what it is owed, as long as it takes something. */
  void tell(String channel) {
    for (int calls = 0; calls < MOST_CALLS; calls++) {
      var telling = life.tell(channel);
      if (telling.nothing()) {
        return;
      }
      telling.call();
      telling.learn();
    }
  }

  void readBack(String channel) {
    while (life.readBack(channel) > 0) {
      // there may be more
    }
  }

  void lookForGaps() {
    life.lookForGaps();
  }
}
