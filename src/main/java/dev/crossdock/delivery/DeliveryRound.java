package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.delivery.TargetClaims.Claimed;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of telling a channel what it should show: claim what is owed, call, learn from the
 * answer. Claiming and learning are a transaction each, calling is none, and between any two of
 * them the hub may die: what was claimed is owed again when its claim ends.
 *
 * <p>It has no thread and no clock of its own. Used by one thread at a time.
 */
final class DeliveryRound {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryRound.class);
  private static final long THROTTLED_MILLIS = 200;

  /** By then a conflict has lasted 1.5 s without a word of what the channel did by itself. */
  private static final int DOUBT_AT = 5;

  private final String channel;
  private final TargetClaims claims;
  private final Asking asking;
  private final LongSupplier millis;
  private final Pace pace = new Pace();

  /**
   * How often a target was definitely not taken: the next try is another one, and needs a key of
   * its own.
   */
  private final Map<String, Integer> refusals = new HashMap<>();

  /**
   * Prepares rounds.
   *
   * @param asking how the channel is called
   * @param millis time that only moves on
   */
  DeliveryRound(String channel, TargetClaims claims, Asking asking, LongSupplier millis) {
    this.channel = channel;
    this.claims = claims;
    this.asking = asking;
    this.millis = millis;
  }

  /**
   * What a round taught.
   *
   * @param budget what the channel said of its limits; null when nothing
   * @param throttledMillis for how long it wants to be left alone; 0 when it does not
   * @param doubted whether what we believe it shows has been wrong for long
   * @param sleepMillis when something is due again at the latest
   */
  record Learned(
      @Nullable JsonNode budget, long throttledMillis, boolean doubted, long sleepMillis) {}

  /** Takes what is owed, as much as one call carries, counting the attempt before the work. */
  List<Claimed> claim(Manifest.Write write) {
    var claimed = claims.claim(channel, batch(write));
    if (!claimed.isEmpty()) {
      CrashPoints.hit("delivery.claimed");
    }
    return claimed;
  }

  /** Tells the channel. It never throws: a call that failed is an answer too. */
  Reply call(Manifest.Write write, List<Claimed> targets) {
    CrashPoints.hit("delivery.before-call");
    var reply = Reply.to(() -> asking.call(write.route(), channel, request(targets)));
    CrashPoints.hit("delivery.called");
    return reply;
  }

  /** Writes down what became of each. */
  Learned learn(List<Claimed> targets, Reply reply) {
    var taken = new ArrayList<Claimed>();
    var refused = new ArrayList<Refused>();
    var pauses = new ArrayList<Integer>();
    var sleep = Long.MAX_VALUE;
    var throttled = 0L;
    var doubted = false;
    for (var target : targets) {
      var outcome = reply.outcome(channel, target.key());
      if (outcome.taken()) {
        taken.add(target);
        refusals.remove(target.key());
        pauses.add(pace.after(target.key(), millis.getAsLong()));
        continue;
      }
      refused.add(Refused.of(target, outcome));
      if (outcome.isDefinite()) {
        refusals.merge(target.key(), 1, Integer::sum);
      }
      if (outcome.is("throttled")) {
        throttled = Math.max(throttled, outcome.retryAfterMillis(THROTTLED_MILLIS));
      }
      doubted |= outcome.is("conflict") && target.attempts() == DOUBT_AT;
    }
    if (!taken.isEmpty()) {
      claims.taken(channel, taken, pauses);
      CrashPoints.hit("delivery.taken");
    }
    var rest = Refused.untouchedOnlyBesideAnother(refused);
    if (!rest.isEmpty()) {
      LOG.atDebug().addKeyValue("channel", channel).addKeyValue("targets", rest).log("not taken");
      claims.notTaken(channel, rest);
      CrashPoints.hit("delivery.not-taken");
    }
    sleep = Math.min(sleep, pauses.stream().filter(p -> p > 0).mapToInt(p -> p).min().orElse(500));
    sleep = Math.min(sleep, rest.stream().mapToLong(Refused::pauseMillis).min().orElse(500));
    return new Learned(reply.budget(), throttled, doubted, sleep + 1);
  }

  static int batch(Manifest.Write write) {
    var batch = write.batch();
    return batch == null ? 1 : batch;
  }

  private ObjectNode request(List<Claimed> targets) {
    var references = claims.references(channel, targets.stream().map(Claimed::sku).toList());
    var request = Json.mapper().createObjectNode().put("channel", channel);
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
}
