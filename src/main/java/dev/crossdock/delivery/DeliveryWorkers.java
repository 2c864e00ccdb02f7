package dev.crossdock.delivery;

import dev.crossdock.connectors.Budgets;
import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.ChannelsChanged;
import dev.crossdock.connectors.Doors;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * One delivery worker for each channel that shows stock, coming and going with the channel files.
 */
@Component
class DeliveryWorkers implements SmartLifecycle {
  private final Channels channels;
  private final TargetClaims claims;
  private final Budgets budgets;
  private final Calls calls;
  private final Doors doors;
  private final Complaints complaints;
  private final ApplicationEventPublisher events;
  private final ReadBackTable readBacks;
  private final Map<String, DeliveryWorker> workers = new ConcurrentHashMap<>();
  private final Map<String, ReadBackWorker> readers = new ConcurrentHashMap<>();
  private volatile boolean running;

  DeliveryWorkers(
      Channels channels,
      TargetClaims claims,
      Budgets budgets,
      Calls calls,
      Doors doors,
      Complaints complaints,
      ReadBackTable readBacks,
      ApplicationEventPublisher events) {
    this.channels = channels;
    this.claims = claims;
    this.budgets = budgets;
    this.calls = calls;
    this.doors = doors;
    this.complaints = complaints;
    this.readBacks = readBacks;
    this.events = events;
  }

  /** These channels are owed something. */
  void wake(Collection<String> channels) {
    for (var channel : channels) {
      var worker = workers.get(channel);
      if (worker != null) {
        worker.wake();
      }
    }
  }

  @EventListener
  void on(ChannelsChanged changed) {
    if (running) {
      matchChannels();
    }
  }

  private synchronized void matchChannels() {
    var shown = channels.all().stream().filter(Channel::shows).map(Channel::id).toList();
    workers.entrySet().removeIf(e -> !shown.contains(e.getKey()) && stopped(e.getValue()));
    readers.entrySet().removeIf(e -> !shown.contains(e.getKey()) && stopped(e.getValue()));
    for (var channel : shown) {
      workers.computeIfAbsent(channel, this::started);
      readers.computeIfAbsent(channel, this::reading);
    }
  }

  private DeliveryWorker started(String channel) {
    var worker =
        new DeliveryWorker(
            channel,
            channels,
            new DeliveryRound(channel, claims, calls::call, () -> System.nanoTime() / 1_000_000),
            budgets,
            doors,
            complaints,
            c -> events.publishEvent(new LevelsDoubted(c)));
    worker.start();
    return worker;
  }

  private ReadBackWorker reading(String channel) {
    var round = new ReadBackRound(channel, readBacks, claims, calls::call);
    var reader = new ReadBackWorker(channel, channels, round, budgets, doors, complaints);
    reader.start();
    return reader;
  }

  private static boolean stopped(ReadBackWorker reader) {
    reader.stop();
    return true;
  }

  private static boolean stopped(DeliveryWorker worker) {
    worker.stop();
    return true;
  }

  @Override
  public void start() {
    running = true;
    matchChannels();
  }

  @Override
  public synchronized void stop() {
    running = false;
    workers.values().forEach(DeliveryWorker::stop);
    workers.clear();
    readers.values().forEach(ReadBackWorker::stop);
    readers.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Phases.WORKERS;
  }
}
