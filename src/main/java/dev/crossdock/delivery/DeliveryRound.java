package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.delivery.TargetClaims.Claimed;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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
  private static final long LONGEST_SLEEP_MILLIS = 500;
  private static final int MOST_HALVINGS = 10;

  /** Half of what a claim lasts: later than that, another may have it soon. */
  private static final long CLAIMED_TOO_LONG_MILLIS = 10_000;

  /** The code of a call that was not made because this hub slept. */
  static final String SLEPT = "DEL-014";

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

  private int halvings;
  private long checkAfterMillis;
  private long claimedAtMillis;

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
   * @param slower the outcome that told us to slow down; null when none did
   * @param doubted whether what we believe it shows has been wrong for long
   * @param conflicts those that keep meeting another number
   * @param sleepMillis when something is due again at the latest
   * @param apart the search for the bad ones among those that were refused together; null when
   *     everything has its end
   */
  record Learned(
      @Nullable JsonNode budget,
      @Nullable Outcome slower,
      boolean doubted,
      List<Refused> conflicts,
      long sleepMillis,
      @Nullable Bisection<Claimed> apart) {}

  /** Takes what is owed, as much as one call carries, counting the attempt before the work. */
  List<Claimed> claim(Manifest.Write write) {
    claimedAtMillis = millis.getAsLong();
    var claimed = claims.claim(channel, most(write));
    if (!claimed.isEmpty()) {
      CrashPoints.hit("delivery.claimed");
    }
    return claimed;
  }

  /** How much the next call may carry: less and less while whole calls fail, to part the crowd. */
  int most(Manifest.Write write) {
    var batch = write.batch();
    return Math.max(1, (batch == null ? 1 : batch) >> halvings);
  }

  /**
   * Tells the channel. It never throws: a call that failed is an answer too. What was claimed too
   * long ago, because this process stood still, is not told: it may be old by now.
   */
  Reply call(Manifest.Write write, List<Claimed> targets) {
    CrashPoints.hit("delivery.before-call");
    if (millis.getAsLong() - claimedAtMillis > CLAIMED_TOO_LONG_MILLIS) {
      var sentence =
          "this hub stood still after it had taken what %s is owed; it is taken again."
              .formatted(channel);
      return new Reply(Map.of(), new Failure.Transient(SLEPT, sentence), null);
    }
    checkAfterMillis = write.readBack() == null ? 0 : write.readAfterWrite().toMillis();
    var together = write.partialFailure() == Manifest.PartialFailure.ALL_OR_NOTHING;
    var reply = Reply.to(together, () -> asking.call(write.route(), channel, request(targets)));
    CrashPoints.hit("delivery.called");
    return reply;
  }

  /** Writes down what became of each. */
  Learned learn(List<Claimed> targets, Reply reply) {
    var suspects = reply.blamesNobody(channel, targets, Claimed::key);
    if (suspects.isEmpty()) {
      return settle(targets, said(reply), reply, null);
    }
    keep(suspects);
    var others = new ArrayList<>(targets);
    others.removeAll(suspects);
    var reason = reply.outcome(channel, suspects.get(0).key());
    return settle(others, said(reply), reply, new Bisection<>(suspects, reason));
  }

  /** Writes down what became of a part that was sent to find the bad ones. */
  Learned learn(Bisection<Claimed> apart, List<Claimed> sent, Reply reply) {
    var ended = new LinkedHashMap<Claimed, Outcome>();
    var goesOn = apart.learn(sent, t -> reply.outcome(channel, t.key()), ended);
    if (!goesOn) {
      apart.rest().forEach(t -> ended.putIfAbsent(t, reply.outcome(channel, t.key()).untouched()));
    }
    keep(goesOn ? apart.rest() : List.of());
    return settle(List.copyOf(ended.keySet()), ended::get, reply, goesOn ? apart : null);
  }

  /** There is more to do about them than the call that has just ended. */
  private void keep(List<Claimed> targets) {
    claimedAtMillis = millis.getAsLong();
    claims.extend(channel, targets);
  }

  private Function<Claimed, @Nullable Outcome> said(Reply reply) {
    return target -> reply.outcome(channel, target.key());
  }

  private Learned settle(
      List<Claimed> targets,
      Function<Claimed, @Nullable Outcome> said,
      Reply reply,
      @Nullable Bisection<Claimed> apart) {
    var taken = new ArrayList<Claimed>();
    var refused = new ArrayList<Refused>();
    for (var target : targets) {
      var outcome = Objects.requireNonNull(said.apply(target));
      if (outcome.taken()) {
        taken.add(target);
        refusals.remove(target.key());
      } else {
        refused.add(Refused.of(target, outcome));
        if (outcome.isDefinite()) {
          refusals.merge(target.key(), 1, Integer::sum);
        }
      }
    }
    var pauses = taken.stream().map(t -> pace.after(t.key(), millis.getAsLong())).toList();
    if (!taken.isEmpty()) {
      claims.taken(channel, taken, pauses, checks(taken, said));
      CrashPoints.hit("delivery.taken");
    }
    var rest = Refused.untouchedOnlyBesideAnother(refused);
    if (!rest.isEmpty()) {
      LOG.atDebug().addKeyValue("channel", channel).addKeyValue("targets", rest).log("not taken");
      claims.notTaken(channel, rest);
      CrashPoints.hit("delivery.not-taken");
    }
    adapt(taken, rest);
    var sleep =
        Stream.concat(
                pauses.stream().filter(p -> p > 0).map(Integer::longValue),
                rest.stream().map(Refused::pauseMillis))
            .min(Long::compare)
            .orElse(LONGEST_SLEEP_MILLIS);
    return new Learned(
        reply.budget(),
        rest.stream().map(Refused::outcome).filter(Outcome::slowsDown).findFirst().orElse(null),
        rest.stream().anyMatch(DeliveryRound::isDoubtful),
        rest.stream().filter(Refused::isLastingConflict).toList(),
        sleep + 1,
        apart);
  }

  private List<@Nullable Long> checks(
      List<Claimed> taken, Function<Claimed, @Nullable Outcome> said) {
    var checks = new ArrayList<@Nullable Long>();
    for (var target : taken) {
      var queued = Objects.requireNonNull(said.apply(target)).is("accepted");
      checks.add(queued && checkAfterMillis > 0 ? Long.valueOf(checkAfterMillis) : null);
    }
    return checks;
  }

  /** What fails with everything in it may be only one item's fault. */
  private void adapt(List<Claimed> taken, List<Refused> refused) {
    if (!taken.isEmpty()) {
      halvings = Math.max(0, halvings - 1);
    } else if (refused.size() > 1
        && refused.stream().allMatch(r -> r.outcome().is("transient") && r.outcome().asked())) {
      halvings = Math.min(MOST_HALVINGS, halvings + 1);
    }
  }

  private static boolean isDoubtful(Refused refused) {
    return refused.outcome().is("conflict") && refused.target().attempts() >= DOUBT_AT;
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
