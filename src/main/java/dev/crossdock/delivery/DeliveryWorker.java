package dev.crossdock.delivery;

import dev.crossdock.connectors.Budgets;
import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Manifest;
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

  private final String channel;
  private final Channels channels;
  private final DeliveryRound round;
  private final Budgets budgets;
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
      Consumer<String> doubt) {
    this.channel = channel;
    this.channels = channels;
    this.round = round;
    this.budgets = budgets;
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
    var wait = budgets.acquire(channel, budget(write), cost(write));
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
    var learned = round.learn(targets, reply);
    budgets.learn(channel, budget(write), learned.budget());
    if (learned.throttledMillis() > 0) {
      budgets.throttled(channel, budget(write), Duration.ofMillis(learned.throttledMillis()));
    }
    if (learned.doubted()) {
      doubt.accept(channel);
    }
    sleepMillis = Math.min(sleepMillis, learned.sleepMillis());
    return reply.failure() == null && targets.size() == DeliveryRound.batch(write);
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
