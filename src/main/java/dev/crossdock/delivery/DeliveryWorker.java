package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.connectors.Budgets;
import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Flows;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.delivery.TargetClaims.Claimed;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one channel show what it should: takes what is owed, in the largest batch the system takes,
 * and learns from the answer. One thread for each channel, so that no channel slows another.
 */
final class DeliveryWorker {
  static final String WRITE = "stock";
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
  private static final long FALLBACK_MILLIS = 500;
  private static final long THROTTLED_MILLIS = 200;

  /** By then a conflict has lasted 1.5 s without a word of what the channel did by itself. */
  private static final int DOUBT_AT = 5;

  private final String channel;
  private final Channels channels;
  private final TargetClaims claims;
  private final Budgets budgets;
  private final Flows flows;
  private final Consumer<String> doubt;
  private final Wake wake = new Wake();
  private final Pace pace = new Pace();

  /**
   * How often a target was definitely not taken: the next try is another one, and needs a key of
   * its own.
   */
  private final Map<String, Integer> refusals = new HashMap<>();

  private volatile boolean running = true;
  private final Thread thread;
  private long sleepMillis = FALLBACK_MILLIS;

  DeliveryWorker(
      String channel,
      Channels channels,
      TargetClaims claims,
      Budgets budgets,
      Flows flows,
      Consumer<String> doubt) {
    this.channel = channel;
    this.channels = channels;
    this.claims = claims;
    this.budgets = budgets;
    this.flows = flows;
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
    while (running && write != null && deliver(to, write)) {
      sleepMillis = FALLBACK_MILLIS; // a full batch: there may be more
    }
  }

  /** Sends one batch; true when there may be more to send at once. */
  private boolean deliver(Channel to, Manifest.Write write) throws InterruptedException {
    var wait = budgets.acquire(channel, budget(write), cost(write));
    if (!wait.isZero()) {
      wake.await(Math.min(wait.toMillis() + 1, FALLBACK_MILLIS));
      return true;
    }
    var targets = claims.claim(channel, batch(write));
    if (targets.isEmpty()) {
      budgets.giveBack(channel, budget(write), cost(write));
      return false;
    }
    JsonNode answer;
    try {
      answer = flows.call(write.route(), channel, request(to, targets));
    } catch (RuntimeException e) {
      var failure = Failures.of(e);
      var outcome = Outcome.of(failure);
      notTaken(targets.stream().map(target -> Refused.of(target, outcome)).toList());
      return false;
    }
    if (answer.hasNonNull("budget")) {
      budgets.learn(channel, budget(write), answer.get("budget"));
    }
    take(targets, answer, write);
    return targets.size() == batch(write);
  }

  private static double cost(Manifest.Write write) {
    var cost = write.cost();
    return cost == null ? 1 : cost;
  }

  private static int batch(Manifest.Write write) {
    var batch = write.batch();
    return batch == null ? 1 : batch;
  }

  private static String budget(Manifest.Write write) {
    var name = write.budget();
    return name == null ? "" : name;
  }

  private ObjectNode request(Channel to, List<Claimed> targets) {
    var references = claims.references(channel, targets.stream().map(Claimed::sku).toList());
    var request = Json.mapper().createObjectNode().put("channel", to.id());
    var key = new StringBuilder(channel);
    var items = request.putArray("items");
    for (var target : targets) {
      var item = items.addObject();
      item.put("key", target.key()).put("sku", target.sku()).put("slot", target.slot());
      item.put("desired", target.desired())
          .put("seen", target.seen())
          .put("version", target.version());
      item.put("idempotencyKey", uuid(channel + '/' + target.key() + '/' + target.version()));
      var names = item.putObject("references");
      references.getOrDefault(target.sku(), Map.of()).forEach(names::put);
      key.append('/')
          .append(target.key())
          .append(':')
          .append(target.version())
          .append(':')
          .append(target.seen())
          .append(':')
          .append(refusals.getOrDefault(target.key(), 0));
    }
    request.put("idempotencyKey", uuid(key.toString()));
    return request;
  }

  private static String uuid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private void take(List<Claimed> targets, JsonNode answer, Manifest.Write write) {
    var outcomes = new HashMap<String, JsonNode>();
    answer.path("outcomes").forEach(o -> outcomes.put(o.path("key").asText(), o));
    var taken = new ArrayList<Claimed>();
    var refused = new ArrayList<Refused>();
    var pauses = new ArrayList<Integer>();
    var now = System.nanoTime() / 1_000_000;
    for (var target : targets) {
      var outcome = Outcome.of(channel, target, outcomes.get(target.key()));
      if (outcome.taken()) {
        taken.add(target);
        refusals.remove(target.key());
        pauses.add(pace.after(target.key(), now));
      } else {
        refused.add(Refused.of(target, outcome));
        learn(target, outcome, write);
      }
    }
    if (!taken.isEmpty()) {
      claims.taken(channel, taken, pauses);
      pauses.stream().filter(p -> p > 0).forEach(this::sleepAtMost);
    }
    notTaken(Refused.untouchedOnlyBesideAnother(refused));
  }

  private void learn(Claimed target, Outcome outcome, Manifest.Write write) {
    if (outcome.isDefinite()) {
      refusals.merge(target.key(), 1, Integer::sum);
    }
    if (outcome.is("throttled")) {
      var pause = Duration.ofMillis(outcome.retryAfterMillis(THROTTLED_MILLIS));
      budgets.throttled(channel, budget(write), pause);
    }
    if (outcome.is("conflict") && target.attempts() == DOUBT_AT) {
      doubt.accept(channel);
    }
  }

  private void notTaken(List<Refused> refused) {
    if (refused.isEmpty()) {
      return;
    }
    LOG.atDebug().addKeyValue("channel", channel).addKeyValue("targets", refused).log("not taken");
    claims.notTaken(channel, refused);
    refused.forEach(r -> sleepAtMost(r.pauseMillis()));
  }

  private void sleepAtMost(long millis) {
    sleepMillis = Math.min(sleepMillis, millis + 1L);
  }
}
