package dev.crossdock.delivery;

import dev.crossdock.connectors.Budgets;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Doors;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.Precedence;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one channel, in time, whether it shows what it accepted. One thread for each channel. */
final class ReadBackWorker {
  private static final Logger LOG = LoggerFactory.getLogger(ReadBackWorker.class);
  private static final long LOOK_EVERY_MILLIS = 500;
  private static final long THROTTLED_MILLIS = 1_000;

  private final String channel;
  private final Channels channels;
  private final ReadBackRound round;
  private final Budgets budgets;
  private final Doors doors;
  private final Complaints complaints;
  private final Wake wake = new Wake();
  private final Thread thread;
  private volatile boolean running = true;

  ReadBackWorker(
      String channel,
      Channels channels,
      ReadBackRound round,
      Budgets budgets,
      Doors doors,
      Complaints complaints) {
    this.channel = channel;
    this.channels = channels;
    this.round = round;
    this.budgets = budgets;
    this.doors = doors;
    this.complaints = complaints;
    this.thread = new Thread(this::run, "read-back-" + channel);
  }

  void start() {
    thread.start();
  }

  void stop() {
    running = false;
    thread.interrupt();
  }

  private void run() {
    while (running) {
      try {
        wake.await(LOOK_EVERY_MILLIS);
        var write =
            channels
                .find(channel)
                .map(c -> channels.manifestOf(c).writes().get(DeliveryWorker.WRITE));
        if (write.isPresent() && doors.closedFor(channel).isZero()) {
          readAllBack(write.get());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        if (running) {
          LOG.atWarn()
              .addKeyValue("channel", channel)
              .setCause(e)
              .log("reading back could not go on; trying again");
        }
      }
    }
  }

  private void readAllBack(Manifest.Write write) {
    var read = write.readBack();
    while (running && read != null && readBack(write, read)) {
      // a full batch: there may be more
    }
  }

  private boolean readBack(Manifest.Write write, Manifest.ReadBack read) {
    var budget = read.budget() == null ? "" : read.budget();
    if (!budgets.acquire(Precedence.STOCK, channel, budget, 1).isZero()) {
      return false;
    }
    var due = round.claim(read);
    if (due.isEmpty()) {
      budgets.giveBack(channel, budget, 1);
      return false;
    }
    var reply = round.call(read, due);
    budgets.learn(channel, budget, reply.budget());
    var first = reply.outcome(channel, due.get(0).key());
    if (first.slowsDown()) {
      var wait = Duration.ofMillis(first.retryAfterMillis(THROTTLED_MILLIS));
      budgets.throttled(channel, budget, wait);
    }
    round.learn(write, due, reply).stream()
        .filter(lost -> lost.times() > ReadBackRound.MOST_LOST)
        .forEach(lost -> complaints.escalated(channel, lost));
    return read.batch() != null && due.size() == read.batch();
  }
}
