package dev.crossdock.delivery;

import dev.crossdock.connectors.Budgets;
import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Doors;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.Precedence;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one channel show what it should: takes what is owed, in the largest batch the system takes,
 * and learns from the answer. One thread for each channel, so that no channel slows another; what
 * it does in each turn is a {@link DeliveryRound}.
 */
final class DeliveryWorker {
  static final String WRITE = "stock";
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
  private static final long FALLBACK_MILLIS = 500;
  private static final long THROTTLED_MILLIS = 200;

  private final String channel;
  private final Channels channels;
  private final DeliveryRound round;
  private final Budgets budgets;
  private final Doors doors;
  private final Complaints complaints;
  private final Consumer<String> doubt;
  private final Wake wake = new Wake();

  private volatile boolean running = true;
  private final Thread thread;
  private long sleepMillis = FALLBACK_MILLIS;

  DeliveryWorker(
      String channel,
      Channels channels,
      DeliveryRound round,
      Budgets budgets,
      Doors doors,
      Complaints complaints,
      Consumer<String> doubt) {
    this.channel = channel;
    this.channels = channels;
    this.round = round;
    this.budgets = budgets;
    this.doors = doors;
    this.complaints = complaints;
    this.doubt = doubt;
    this.thread = new Thread(this::run, "deliver-" + channel);
  }

  void start() {
    thread.start();
  }

  void wake() {
    wake.ring();
  }

  void stop() {
    running = false;
    thread.interrupt();
  }

  private void run() {
    while (running) {
      try {
        wake.await(sleepMillis);
        sleepMillis = FALLBACK_MILLIS;
        var found = channels.find(channel);
        if (found.isPresent()) {
          deliverAll(found.get());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        if (running) {
          LOG.atWarn()
              .addKeyValue("channel", channel)
              .setCause(e)
              .log("delivery could not go on; trying again");
        }
      }
    }
  }

  private void deliverAll(Channel to) throws InterruptedException {
    var write = channels.manifestOf(to).writes().get(WRITE);
    while (running && write != null && deliver(write)) {
      sleepMillis = FALLBACK_MILLIS; // a full batch: there may be more
    }
  }

  /** Sends one batch; true when there may be more to send at once. */
  private boolean deliver(Manifest.Write write) throws InterruptedException {
    var closed = doors.closedFor(channel);
    if (!closed.isZero()) {
      sleepMillis = Math.min(FALLBACK_MILLIS, closed.toMillis() + 1);
      return false;
    }
    var wait = budgets.acquire(Precedence.STOCK, channel, budget(write), cost(write));
    if (!wait.isZero()) {
      wake.await(Math.min(wait.toMillis() + 1, FALLBACK_MILLIS));
      return true;
    }
    var targets = round.claim(write);
    if (targets.isEmpty()) {
      budgets.giveBack(channel, budget(write), cost(write));
      return false;
    }
    var reply = round.call(write, targets);
    var learned = heed(write, round.learn(targets, reply));
    for (var apart = learned.apart(); running && apart != null; apart = learned.apart()) {
      var part = apart.next();
      waitForBudget(write);
      learned = heed(write, round.learn(apart, part, round.call(write, part)));
    }
    return reply.failure() == null && targets.size() == round.most(write);
  }

  private void waitForBudget(Manifest.Write write) throws InterruptedException {
    var wait = budgets.acquire(Precedence.STOCK, channel, budget(write), cost(write));
    while (running && !wait.isZero()) {
      new Wake().await(Math.min(wait.toMillis() + 1, FALLBACK_MILLIS));
      wait = budgets.acquire(Precedence.STOCK, channel, budget(write), cost(write));
    }
  }

  private DeliveryRound.Learned heed(Manifest.Write write, DeliveryRound.Learned learned) {
    budgets.learn(channel, budget(write), learned.budget());
    var slower = learned.slower();
    if (slower != null && slower.is("quota")) {
      budgets.usedUp(channel, budget(write), Duration.ofMillis(slower.retryAfterMillis(0)));
    } else if (slower != null) {
      var pause = Duration.ofMillis(slower.retryAfterMillis(THROTTLED_MILLIS));
      budgets.throttled(channel, budget(write), pause);
    }
    if (learned.doubted()) {
      doubt.accept(channel);
    }
    learned.conflicts().forEach(refused -> complaints.conflict(channel, refused));
    sleepMillis = Math.min(sleepMillis, learned.sleepMillis());
    return learned;
  }

  private static double cost(Manifest.Write write) {
    var cost = write.cost();
    return cost == null ? 1 : cost;
  }

  private static String budget(Manifest.Write write) {
    var name = write.budget();
    return name == null ? "" : name;
  }
}
