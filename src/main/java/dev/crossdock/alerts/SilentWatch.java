package dev.crossdock.alerts;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.delivery.Accounts;
import dev.crossdock.delivery.Books;
import dev.crossdock.delivery.Cases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Notices a channel that says nothing although at that hour it usually does.
 *
 * <p>Silence is measured in messages that should have come, not in minutes: a shop that sleeps at
 * night is silent without anybody being told, and a busy one is asked after within half an hour.
 * Only while the hub itself listened does silence count.
 */
@Component
class SilentWatch {
  /** As many messages are missing before anybody is told. */
  static final int MISSING = 5;

  private static final Logger LOG = LoggerFactory.getLogger(SilentWatch.class);
  private static final String CASE = "silent";
  private static final Duration LEARN_EVERY = Duration.ofHours(1);

  private final Channels channels;
  private final Accounts accounts;
  private final Books books;
  private final Cases cases;
  private final Clock clock;
  private final Duration floor;
  private final Map<String, Heard> heard = new HashMap<>();
  private @Nullable Usual usual;
  private Instant learnedAt = Instant.EPOCH;

  SilentWatch(
      Channels channels,
      Accounts accounts,
      Books books,
      Cases cases,
      Clock clock,
      @Value("${hub.alerts.silent-for:30m}") Duration floor) {
    this.channels = channels;
    this.accounts = accounts;
    this.books = books;
    this.cases = cases;
    this.clock = clock;
    this.floor = floor;
  }

  /** How many messages a channel had sent at the last look, since when, and whether it is told. */
  private record Heard(long messages, Instant at, boolean told) {}

  @Scheduled(initialDelay = 30_000, fixedDelay = 60_000)
  void lookNowAndThen() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not see who is silent; looking again");
    }
  }

  void look() {
    var now = clock.instant();
    var learned = learned(now);
    var counts =
        accounts.all().stream()
            .collect(Collectors.toMap(Accounts.Account::channel, Accounts.Account::received));
    var ids = channels.all().stream().map(Channel::id).toList();
    for (var id : ids) {
      heard.put(id, look(id, counts.getOrDefault(id, 0L), learned, now));
    }
    heard.keySet().retainAll(ids);
    cases.open(CASE).stream()
        .filter(c -> !ids.contains(c.channel()))
        .forEach(c -> cases.close(CASE, c.channel(), c.about()));
  }

  private Heard look(String channel, long messages, Usual learned, Instant now) {
    var before = heard.get(channel);
    if (before == null) {
      return new Heard(messages, now, false);
    }
    if (messages != before.messages()) {
      cases.close(CASE, channel, "");
      return new Heard(messages, now, false);
    }
    var silent = Duration.between(before.at(), now);
    var missing = learned.between(channel, before.at(), now);
    if (before.told() || silent.compareTo(floor) < 0 || missing < MISSING) {
      return before;
    }
    cases.open(
        CASE,
        channel,
        "",
        "ALR-010 channel %s has said nothing since %s; at this hour it usually says at least %d things in that time. See whether it still posts to us, and whether it is open."
            .formatted(channel, before.at(), (long) missing));
    return new Heard(messages, before.at(), true);
  }

  private Usual learned(Instant now) {
    var known = usual;
    if (known == null || Duration.between(learnedAt, now).compareTo(LEARN_EVERY) >= 0) {
      var zones = channels.all().stream().collect(Collectors.toMap(Channel::id, Channel::zone));
      known = Usual.of(books.hours(Usual.from(now), now), zones);
      usual = known;
      learnedAt = now;
    }
    return known;
  }
}
