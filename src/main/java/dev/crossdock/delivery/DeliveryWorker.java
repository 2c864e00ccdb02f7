package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.connectors.Budgets;
import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Flows;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.delivery.TargetClaims.Claimed;
import dev.crossdock.delivery.TargetClaims.Refused;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
  private static final int DOUBT_AFTER = 2;
  private static final long AUTH_PAUSE_MILLIS = 15_000;

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
      sleepMillis = FALLBACK_MILLIS;
    }
  }

  /** Sends one batch; false when there was nothing to send, or nothing may be sent yet. */
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
      targets.forEach(
          t -> later(t, failure.kind(), failure.code(), failure.sentence(), null, null));
      return false;
    }
    if (answer.hasNonNull("budget")) {
      budgets.learn(channel, budget(write), answer.get("budget"));
    }
    take(targets, answer, write);
    return true;
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
    var pauses = new ArrayList<Integer>();
    var now = System.nanoTime() / 1_000_000;
    for (var target : targets) {
      var outcome = outcomes.get(target.key());
      var word = outcome == null ? "unknown" : outcome.path("outcome").asText();
      if (word.equals("applied") || word.equals("accepted")) {
        taken.add(target);
        refusals.remove(target.key());
        pauses.add(pace.after(target.key(), now));
      } else {
        notTaken(target, word, outcome, write);
      }
    }
    if (!taken.isEmpty()) {
      claims.taken(channel, taken, pauses);
      pauses.stream().filter(p -> p > 0).mapToInt(p -> p).min().ifPresent(this::sleepAtMost);
    }
  }

  private void notTaken(
      Claimed target, String word, @Nullable JsonNode outcome, Manifest.Write write) {
    var code = outcome == null ? "DEL-010" : outcome.path("code").asText("DEL-010");
    var sentence =
        outcome == null
            ? "channel %s gave no answer on %s; it is sent again.".formatted(channel, target.key())
            : outcome.path("message").asText("");
    if (word.equals("conflict") || word.equals("refused") || code.equals("NOT-APPLIED")) {
      refusals.merge(target.key(), 1, Integer::sum);
    }
    var retryAfter = outcome == null ? null : outcome.get("retryAfter");
    if (word.equals("throttled")) {
      var pause =
          retryAfter == null || retryAfter.isNull()
              ? Duration.ofMillis(200)
              : Duration.ofMillis(retryAfter.asLong());
      budgets.throttled(channel, budget(write), pause);
    }
    if (word.equals("conflict") && target.attempts() >= DOUBT_AFTER) {
      doubt.accept(channel);
    }
    var seen =
        outcome == null || !outcome.hasNonNull("seen")
            ? null
            : Integer.valueOf(outcome.get("seen").intValue());
    later(target, word, code, sentence, retryAfter, seen);
  }

  private void later(
      Claimed target,
      String word,
      String code,
      String sentence,
      @Nullable JsonNode retryAfter,
      @Nullable Integer seen) {
    long pause =
        switch (word) {
          case "auth" -> AUTH_PAUSE_MILLIS;
          case "throttled" ->
              retryAfter == null || retryAfter.isNull()
                  ? 200
                  : Math.min(retryAfter.asLong(), 3_600_000);
          case "conflict" -> 50L << Math.min(8, target.attempts());
          default -> Math.min(10_000, Backoff.after(target.attempts()).toMillis());
        };
    var stop = word.equals("refused") || word.equals("data") || word.equals("unknown-reference");
    LOG.atDebug()
        .addKeyValue("channel", channel)
        .addKeyValue("outcome", word)
        .addKeyValue("code", code)
        .log("not taken");
    claims.notTaken(channel, new Refused(target, word, code, sentence, pause, stop), seen);
    sleepAtMost((int) Math.min(pause, FALLBACK_MILLIS));
  }

  private void sleepAtMost(int millis) {
    sleepMillis = Math.min(sleepMillis, millis + 1L);
  }
}
