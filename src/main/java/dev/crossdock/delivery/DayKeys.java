package dev.crossdock.delivery;

import dev.crossdock.kernel.Capped;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.security.Key;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The keys of days. One that was deleted is forgotten here within half a minute; today's and
 * tomorrow's are made ahead, so that midnight holds nobody up.
 */
@Component
class DayKeys implements Capped {
  private static final Logger LOG = LoggerFactory.getLogger(DayKeys.class);
  private static final long BELIEVED_NANOS = 30_000_000_000L;

  /** So many days are known at once; the oldest is forgotten first. */
  static final int MOST = 64;

  private record Known(Optional<Key> key, long at) {}

  private final DayKeyTable table;
  private final MasterSecret master;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Map<LocalDate, Known> known = new ConcurrentHashMap<>();

  @Autowired
  DayKeys(DayKeyTable table, MasterSecret master, Clock clock) {
    this(table, master, clock, System::nanoTime);
  }

  DayKeys(DayKeyTable table, MasterSecret master, Clock clock, LongSupplier nanos) {
    this.table = table;
    this.master = master;
    this.clock = clock;
    this.nanos = nanos;
    ahead();
  }

  @Override
  public List<Cap> caps() {
    return List.of(new Cap("day-keys", known::size, () -> MOST, () -> 0));
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** The key of a day; empty when it was deleted. */
  Optional<Key> find(LocalDate day) {
    var one = known.get(day);
    if (one == null || nanos.getAsLong() - one.at() > BELIEVED_NANOS) {
      look(Set.of(day));
      one = known.getOrDefault(day, new Known(Optional.empty(), 0));
    }
    return one.key();
  }

  /** The key of a day, made when there is none; several processes agree on one. */
  Key findOrMake(LocalDate day) {
    return find(day)
        .or(
            () -> {
              table.add(day, master.wrap(day, AesGcm.newKey()));
              look(Set.of(day));
              return find(day);
            })
        .orElseThrow(() -> new IllegalStateException("the key of " + day + " is not there"));
  }

  /** Looks again at every day that is known, before anyone has to wait for it. */
  @Scheduled(initialDelay = 10_000, fixedDelay = 10_000)
  void refresh() {
    try {
      look(new HashSet<>(known.keySet()));
      ahead();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not look at the keys of days; looking again");
    }
  }

  /** How many days are known. */
  int known() {
    return known.size();
  }

  private void ahead() {
    for (var day : List.of(today(), today().plusDays(1))) {
      findOrMake(day);
    }
  }

  private void look(Set<LocalDate> days) {
    var at = nanos.getAsLong();
    var found = table.find(days);
    for (var day : days) {
      known.put(day, new Known(Optional.ofNullable(found.get(day)).map(w -> key(day, w)), at));
    }
    while (known.size() > MOST) {
      known.keySet().stream().min(LocalDate::compareTo).ifPresent(known::remove);
    }
  }

  private Key key(LocalDate day, byte[] wrapped) {
    return master
        .unwrap(day, wrapped)
        .orElseThrow(
            () ->
                new HubException(
                    new Failure.Data(
                        "DEL-101",
                        "the secret '%s' does not open the key of %s in the database, so it is another one than what was kept there was sealed with; put the secret back that belongs to this database."
                            .formatted(MasterSecret.NAME, day))));
  }
}
