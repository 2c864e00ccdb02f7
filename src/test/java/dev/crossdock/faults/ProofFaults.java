package dev.crossdock.faults;

import java.util.List;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Faults that a test of its own injects and judges; here the test is run, and its cases counted.
 */
final class ProofFaults {
  private static final String ROOT = "dev.crossdock.";

  private ProofFaults() {}

  /** Each class in one row only: what it shares between its tests is gone after the first. */
  static List<Fault> all() {
    return List.of(
        proof("F-20 killed in a replay of 10,000", "delivery.KilledInReplayIT"),
        proof("F-15 whole hub killed in mid-file", "delivery.KilledInMidFileIT"),
        proof("F-29 whole hub, database gone or still", "edge.DatabaseGoneIT"),
        proof("F-30 whole hub, disk nearly full", "edge.DiskFullIT"),
        proof("F-40 waits of every shape", "connectors.RetryAfterTest"),
        proof("F-41 F-43 F-44 classes by manifest", "connectors.FailureClassesTest"),
        proof("F-43 credential refused", "connectors.CredentialsRouteTest"),
        proof("F-22 answers that come too late", "delivery.LateAnswerTest"),
        proof("F-45 conflicts", "delivery.LastingConflictTest", "delivery.OwnChangesTest"),
        proof("F-46 F-47 calls without end", "connectors.calls.CallBoundsTest"),
        proof("F-46 one channel silent", "sync.ChannelThreadsTest"),
        proof("F-47 F-48 answers and redirects", "connectors.FlowsRouteTest"),
        proof("F-50 duplicates at once", "faults.RacesTest", "edge.WebhooksIT"),
        proof("F-51 F-52 out of order and late", "inventory.BookkeeperTest"),
        proof("F-53 never heard", "delivery.GapsTest"),
        proof("F-54 subscription dropped", "sandbox.DroppedSubscriptionIT"),
        proof("F-55 poison", "delivery.ParkingTest", "delivery.BadItemsTest"),
        proof("F-56 message that ends the process", "delivery.SuspectsTest"),
        proof("F-57 F-58 F-59 drift, names, numbers", "MappingExamplesTest"),
        proof("F-64 files of every kind", "delivery.DroppedFileIT", "delivery.FileRowsTest"),
        proof("F-65 reads and their cursors", "sync.SyncRunTest"),
        proof("F-66 zero for everything", "sandbox.MassChangeIT", "inventory.MassCorrectionsTest"),
        proof("F-69 echoes", "delivery.ObservedLevelsTest"),
        proof("F-70 levels at once", "inventory.LevelsAtOnceTest", "inventory.FirstTargetTest"),
        proof("F-71 a million waiting", "faults.MillionWaitingFault"),
        proof("M10 accepted and dropped", "delivery.ReadBackTest", "sandbox.LostWritesIT"),
        proof("planted bugs", "faults.simulation.PlantedBugsTest"));
  }

  private static Fault proof(String id, String... classes) {
    return new Fault(id, false, run -> into(run, List.of(classes)));
  }

  private static void into(Fault.Run run, List<String> classes) {
    var listener = new SummaryGeneratingListener();
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                classes.stream().map(name -> DiscoverySelectors.selectClass(ROOT + name)).toList())
            .build();
    LauncherFactory.create().execute(request, listener);
    var summary = listener.getSummary();
    run.injected((int) summary.getTestsSucceededCount());
    summary
        .getFailures()
        .forEach(
            failure ->
                run.problem(
                    failure.getTestIdentifier().getDisplayName() + ": " + failure.getException()));
    run.remark("cases of " + String.join(", ", classes));
  }
}
