package dev.crossdock.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobKey;
import org.quartz.JobPersistenceException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The schedule that all processes share: what is due is told to one of them, and told to another
 * when that one dies (ADR 0038).
 *
 * <p>What fell due while no process ran is told once, when the next one starts.
 */
@Component
class Firings {
  private static final Logger LOG = LoggerFactory.getLogger(Firings.class);
  private static final String GROUP = "syncs";

  private final Scheduler scheduler;
  private Set<String> scheduled = Set.of();

  Firings(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Begins to tell what is due. */
  void start() throws SchedulerException {
    scheduler.start();
  }

  /**
   * Makes the schedule that of these syncs; what is as it was before is left alone.
   *
   * @return false when the database did not take all of it, and it is to be tried again
   */
  synchronized boolean become(List<Sync> syncs) {
    var wanted = new HashSet<String>();
    var kept = true;
    for (var sync : syncs) {
      if (!sync.isFrequent()) {
        wanted.add(sync.id());
        kept &= change(sync.id(), () -> schedule(sync));
      }
    }
    var gone = new ArrayList<>(scheduled);
    gone.removeAll(wanted);
    // one that became frequent may stand there from before the last start
    syncs.stream().filter(Sync::isFrequent).map(Sync::id).forEach(gone::add);
    for (var sync : gone) {
      kept &= forget(sync);
    }
    if (kept) {
      scheduled = wanted;
    }
    return kept;
  }

  /** Takes a sync out of the schedule. */
  boolean forget(String sync) {
    return change(sync, () -> scheduler.deleteJob(new JobKey(sync, GROUP)));
  }

  /** When a sync is due next; null when that is in nobody's schedule. */
  @Nullable Instant next(String sync) {
    try {
      var trigger = scheduler.getTrigger(new TriggerKey(sync, GROUP));
      var next = trigger == null ? null : trigger.getNextFireTime();
      return next == null ? null : next.toInstant();
    } catch (SchedulerException e) {
      return null;
    }
  }

  private void schedule(Sync sync) throws SchedulerException {
    var known = scheduler.getTrigger(new TriggerKey(sync.id(), GROUP));
    if (known == null) {
      var job =
          JobBuilder.newJob(SyncFiring.class)
              .withIdentity(sync.id(), GROUP)
              .usingJobData(SyncFiring.SYNC, sync.id())
              .requestRecovery(true)
              .build();
      scheduler.scheduleJob(job, Set.of(trigger(sync)), true);
    } else if (!isOf(known, sync)) {
      scheduler.rescheduleJob(known.getKey(), trigger(sync));
    }
  }

  private static boolean isOf(Trigger known, Sync sync) {
    var interval = sync.interval();
    if (interval != null) {
      return known instanceof SimpleTrigger simple
          && simple.getRepeatInterval() == interval.toMillis();
    }
    return known instanceof CronTrigger cron
        && cron.getCronExpression().equals(sync.cron())
        && cron.getTimeZone().toZoneId().equals(sync.clock());
  }

  private static Trigger trigger(Sync sync) {
    var trigger =
        TriggerBuilder.newTrigger()
            .withIdentity(sync.id(), GROUP)
            .forJob(sync.id(), GROUP)
            .startNow();
    var interval = sync.interval();
    return interval == null
        ? trigger
            .withSchedule(
                CronScheduleBuilder.cronSchedule(sync.cron())
                    .inTimeZone(TimeZone.getTimeZone(sync.clock()))
                    .withMisfireHandlingInstructionFireAndProceed())
            .build()
        : trigger
            .withSchedule(
                SimpleScheduleBuilder.simpleSchedule()
                    .withIntervalInMilliseconds(interval.toMillis())
                    .repeatForever()
                    .withMisfireHandlingInstructionNowWithExistingCount())
            .build();
  }

  private interface Change {
    void make() throws SchedulerException;
  }

  private static boolean change(String sync, Change change) {
    try {
      change.make();
      return true;
    } catch (SchedulerException e) {
      // a cron of years gone by is refused; it must not keep the others out
      LOG.atWarn().addKeyValue("sync", sync).setCause(e).log("could not change the schedule");
      return !(e instanceof JobPersistenceException);
    }
  }
}
