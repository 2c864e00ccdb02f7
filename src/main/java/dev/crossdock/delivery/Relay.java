package dev.crossdock.delivery;

import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Hands rows of one table to the broker, in order of their key, a lane at a time.
 *
 * <p>A {@link Lane} (a quarter of a channel's shards) is handed out again only when all it was
 * given is closed: what arrives meanwhile gathers and goes out as one larger batch, so the busier
 * it is, the less each message costs. Nothing the broker holds is the only copy; what it loses is
 * handed out again when the lease ends.
 */
class Relay implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final long FALLBACK_MILLIS = 500;

  /** Another process may have taken a parcel, and says nothing to this one when it is done. */
  private static final long ELSEWHERE_NANOS = 1_000_000_000L;

  /**
   * Where messages are sent: the route template, the channel, the group that keeps the order, the
   * body.
   */
  interface Sender {
    void send(String route, String channel, String group, String body);
  }

  private final Relayed table;
  private final Leases leases;
  private final Supplier<? extends Collection<String>> channels;
  private final Sender sender;
  private final @Nullable Gathering gathering;
  private final @Nullable Suspects suspects;
  private final Wake wake = new Wake();
  private final LongSupplier nanos;
  private final HandedOut out;
  private final Set<Lane> waiting = ConcurrentHashMap.newKeySet();
  private List<Short> shards = List.of();
  private long renewed;
  private long looked;
  private volatile boolean running;
  private volatile boolean paused;
  private volatile Thread thread = new Thread(() -> {});

  Relay(
      Relayed table,
      Leases leases,
      Supplier<? extends Collection<String>> channels,
      Sender sender,
      @Nullable Gathering gathering) {
    this(table, leases, channels, sender, gathering, null, System::nanoTime);
  }

  Relay(
      Relayed table,
      Leases leases,
      Supplier<? extends Collection<String>> channels,
      Sender sender,
      @Nullable Gathering gathering,
      @Nullable Suspects suspects,
      LongSupplier nanos) {
    this.table = table;
    this.leases = leases;
    this.channels = channels;
    this.sender = sender;
    this.gathering = gathering;
    this.suspects = suspects;
    this.nanos = nanos;
    this.out = new HandedOut(nanos);
    this.renewed = nanos.getAsLong() - 2_000_000_000L;
    this.looked = renewed;
  }

  /** Something new was committed in these lanes. */
  void wake(Collection<Lane> lanes) {
    waiting.addAll(lanes);
    wake.ring();
  }

  /** Hands nothing out until it may again; what is kept stays kept. */
  void pause(boolean yes) {
    paused = yes;
    wake.ring();
  }

  /** These rows have ended, or will be tried later: their lane may go on. */
  void done(Collection<Long> ids) {
    var lanes = out.remove(ids);
    if (lanes.stream().anyMatch(waiting::contains) || (suspects != null && suspects.any())) {
      wake.ring();
    }
  }

  private void run() {
    long sleep = FALLBACK_MILLIS;
    while (running) {
      try {
        wake.await(sleep);
        if (!paused) {
          sleep = look();
        }
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

  /**
   * One round, without a thread of its own: renews what it may hand out, takes back what was lost,
   * hands out what waits. Returns how long nothing more can be done unless somebody rings.
   */
  long look() {
    if (nanos.getAsLong() - renewed > 1_000_000_000L) {
      renew();
    }
    if (nanos.getAsLong() - looked > FALLBACK_MILLIS * 1_000_000) {
      waiting.addAll(lanes());
      looked = nanos.getAsLong();
    }
    handOutSuspect();
    return handOut();
  }

  private void renew() {
    shards = leases.hold(table.flow());
    done(out.lost());
    done(table.ended(out.longerThan(ELSEWHERE_NANOS), leases.epoch()));
    if (table.giveBackLost(shards, leases.epoch()) > 0) {
      LOG.atInfo().addKeyValue("flow", table.flow()).log("handing out again what was not closed");
    }
    if (suspects != null) {
      suspects.look(shards, leases.epoch());
    }
    renewed = nanos.getAsLong();
    CrashPoints.hit("relay.leased");
  }

  private void pauseAfterTrouble() {
    try {
      new Wake().await(FALLBACK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Lane> lanes() {
    return channels.get().stream()
        .flatMap(channel -> IntStream.range(0, Lane.LANES).mapToObj(n -> new Lane(channel, n)))
        .toList();
  }

  /** Returns how long nothing more can be handed out unless somebody rings. */
  private long handOut() {
    var now = nanos.getAsLong() / 1_000_000;
    var free = new ArrayList<Lane>();
    var sleep = FALLBACK_MILLIS;
    for (var lane : waiting) {
      var rest = gathering == null ? 0 : gathering.restsFor(lane, now);
      if (rest > 0) {
        sleep = Math.min(sleep, rest);
      } else if (!out.has(lane) && (suspects == null || !suspects.holdBack(lane))) {
        free.add(lane);
      }
    }
    if (shards.isEmpty() || free.isEmpty()) {
      return sleep;
    }
    // what is committed from here on marks its lane again
    free.forEach(waiting::remove);
    sendOff(table.claim(free, shards, leases.epoch()));
    return sleep;
  }

  /** Who may have taken a process down goes alone, and the next when it is done with. */
  private void handOutSuspect() {
    if (suspects != null && suspects.any() && !out.has(suspects.out())) {
      sendOff(suspects.next(shards, leases.epoch()));
    }
  }

  private void sendOff(List<Relayed.Handed> rows) {
    var parcels = new LinkedHashMap<Parcel, List<Long>>();
    rows.stream()
        .sorted(Comparator.comparingLong(Relayed.Handed::id))
        .forEach(
            row -> parcels.computeIfAbsent(Parcel.of(row), key -> new ArrayList<>()).add(row.id()));
    if (!parcels.isEmpty()) {
      CrashPoints.hit("relay.claimed");
    }
    parcels.forEach((parcel, ids) -> mark(parcel.lane(), ids));
    parcels.forEach(this::send);
  }

  private record Parcel(Lane lane, String route) {
    static Parcel of(Relayed.Handed row) {
      return new Parcel(Lane.of(row.channel(), row.shard()), row.route());
    }
  }

  private void mark(Lane lane, List<Long> ids) {
    out.add(lane, ids);
    if (gathering != null) {
      gathering.handedOut(lane, ids.size(), nanos.getAsLong() / 1_000_000);
    }
    if (ids.size() >= table.mostOfAShard()) {
      waiting.add(lane);
    }
  }

  private void send(Parcel parcel, List<Long> ids) {
    var body = new HashMap<String, Object>();
    body.put("channel", parcel.lane().channel());
    body.put("epoch", leases.epoch());
    body.put("ids", ids);
    try {
      CrashPoints.hit("relay.before-send");
      sender.send(parcel.route(), parcel.lane().channel(), parcel.lane().group(), Json.text(body));
      CrashPoints.hit("relay.sent");
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("route", parcel.route())
          .setCause(e)
          .log("the broker did not take messages; trying again");
      table.giveBack(ids, leases.epoch());
      CrashPoints.hit("relay.given-back");
      done(ids);
    }
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
    giveBackUnopened();
  }

  /** Who leaves in an orderly way takes nothing down: what it still held goes back unsuspected. */
  private void giveBackUnopened() {
    try {
      thread.join(FALLBACK_MILLIS);
      var held = out.all();
      if (!held.isEmpty()) {
        table.giveBack(held, leases.epoch());
        done(held);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atInfo().addKeyValue("flow", table.flow()).setCause(e).log("could not give back");
    }
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
