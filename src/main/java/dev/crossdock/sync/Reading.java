package dev.crossdock.sync;

/** One way to make a run: reading what changed, or taking a snapshot. */
interface Reading {

  boolean takes(Sync sync);

  /**
   * Reads to the end, from where an earlier process came. How much it was is told to the progress.
   *
   * @throws dev.crossdock.kernel.HubException when it cannot; it begins anew at its next run
   * @throws Progress.Stopped when it shall not go on
   * @throws InterruptedException when the hub stops; the next one goes on with it
   */
  void run(Sync sync, Progress progress) throws InterruptedException;
}
