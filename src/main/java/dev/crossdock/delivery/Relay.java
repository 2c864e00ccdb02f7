package dev.crossdock.delivery;

import dev.crossdock.kernel.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Hands rows of one table to the broker, in order of their key, a lane at a time.
 *
 * <p>A lane (a quarter of a channel's shards) is handed out again only when all it was given is
 * closed: what arrives meanwhile gathers and goes out as one larger batch, so the busier it is, the
 * less each message costs. Nothing the broker holds is the only copy; what it loses is handed out
 * again when the lease ends.
 */
class Relay implements SmartLifecycle {
  static final int LANES = 4;
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final long FALLBACK_MILLIS = 500;
  private static final long LEASE_NANOS = 30_000_000_000L;

  /**
   * Where messages are sent: the route template, the channel, the group that keeps the order, the
   * body.
   */
  interface Sender {
    void send(String route, String channel, String group, String body);
  }

  private record Out(String lane, long since) {}

  private final Relayed table;
  private final Leases leases;
  private final Supplier<? extends Collection<String>> channels;
  private final Sender sender;
  private final Wake wake = new Wake();
  private final Map<Long, Out> out = new ConcurrentHashMap<>();
  private final Map<String, Integer> busy = new ConcurrentHashMap<>();
  private volatile boolean running;
  private volatile boolean paused;
  private volatile Thread thread = new Thread(() -> {});

  Relay(
      Relayed table,
      Leases leases,
      Supplier<? extends Collection<String>> channels,
      Sender sender) {
    this.table = table;
    this.leases = leases;
    this.channels = channels;
    this.sender = sender;
  }

  /** Something new was committed. */
  void wake() {
    wake.ring();
  }

  /** Hands nothing out until it may again; what is kept stays kept. */
  void pause(boolean yes) {
    paused = yes;
    wake.ring();
  }

  /** These rows have ended, or will be tried later: their lane may go on. */
  void done(Collection<Long> ids) {
    for (var id : ids) {
      var ended = out.remove(id);
      if (ended != null) {
        busy.computeIfPresent(ended.lane(), (lane, n) -> n == 1 ? null : n - 1);
      }
    }
    wake.ring();
  }

  private void run() {
    List<Short> shards = List.of();
    long renewed = System.nanoTime() - 2_000_000_000L;
    while (running) {
      try {
        wake.await(FALLBACK_MILLIS);
        if (paused) {
          continue;
        }
        if (System.nanoTime() - renewed > 1_000_000_000L) {
          shards = leases.hold(table.flow());
          forgetLost();
          if (table.giveBackLost(shards, leases.epoch()) > 0) {
            LOG.atInfo()
                .addKeyValue("flow", table.flow())
                .log("handing out again what was not closed");
          }
          renewed = System.nanoTime();
        }
        handOut(shards);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        if (running) {
          LOG.atWarn()
              .addKeyValue("flow", table.flow())
              .setCause(e)
              .log("relay could not go on; trying again");
          pauseAfterTrouble();
        }
      }
    }
  }

  private void pauseAfterTrouble() {
    try {
      new Wake().await(FALLBACK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handOut(List<Short> shards) {
    if (shards.isEmpty()) {
      return;
    }
    var rows = table.claim(channels.get(), shards, List.copyOf(busy.keySet()), leases.epoch());
    var parcels = new LinkedHashMap<List<String>, List<Long>>();
    rows.stream()
        .sorted(Comparator.comparingLong(Relayed.Handed::id))
        .forEach(
            row ->
                parcels
                    .computeIfAbsent(
                        List.of(row.channel(), row.route(), lane(row)), key -> new ArrayList<>())
                    .add(row.id()));
    parcels.forEach((key, ids) -> mark(key.get(2), ids));
    parcels.forEach((key, ids) -> send(key.get(0), key.get(1), key.get(2), ids));
  }

  private void mark(String lane, List<Long> ids) {
    var now = System.nanoTime();
    ids.forEach(id -> out.put(id, new Out(lane, now)));
    busy.merge(lane, ids.size(), Integer::sum);
  }

  private void send(String channel, String route, String lane, List<Long> ids) {
    var body = new HashMap<String, Object>();
    body.put("channel", channel);
    body.put("epoch", leases.epoch());
    body.put("ids", ids);
    try {
      sender.send(route, channel, lane, Json.text(body));
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("route", route)
          .setCause(e)
          .log("the broker did not take messages; trying again");
      table.giveBack(ids, leases.epoch());
      done(ids);
    }
  }

  private void forgetLost() {
    var now = System.nanoTime();
    var lost =
        out.entrySet().stream()
            .filter(e -> now - e.getValue().since() > LEASE_NANOS)
            .map(Map.Entry::getKey)
            .toList();
    if (!lost.isEmpty()) {
      done(lost);
    }
  }

  private static String lane(Relayed.Handed row) {
    return row.channel() + "/" + row.shard() % LANES;
  }

  @Override
  public void start() {
    running = true;
    thread = new Thread(this::run, table.flow() + "-relay");
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    thread.interrupt();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Phases.RELAY;
  }
}
