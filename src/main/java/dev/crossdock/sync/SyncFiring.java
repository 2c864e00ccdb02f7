package dev.crossdock.sync;

import java.time.Instant;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;

/**
 * The schedule's word that a sync is due. It is kept, and the run is made elsewhere, so that a long
 * one holds up no other.
 */
class SyncFiring implements Job {
  static final String SYNC = "sync";

  private final Syncs syncs;

  SyncFiring(Syncs syncs) {
    this.syncs = syncs;
  }

  @Override
  public void execute(JobExecutionContext firing) {
    syncs.due(firing.getMergedJobDataMap().getString(SYNC), dueAt(firing));
  }

  /** A firing that another process died of keeps its own time, by which it is known again. */
  private static Instant dueAt(JobExecutionContext firing) {
    if (firing.isRecovering()) {
      var first =
          firing
              .getMergedJobDataMap()
              .getString(Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_SCHEDULED_FIRETIME_IN_MILLISECONDS);
      return Instant.ofEpochMilli(Long.parseLong(first));
    }
    return firing.getScheduledFireTime().toInstant();
  }
}
