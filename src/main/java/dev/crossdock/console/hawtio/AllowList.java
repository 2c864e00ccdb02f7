package dev.crossdock.console.hawtio;

import static dev.crossdock.console.hawtio.Allowed.see;

import java.util.List;
import java.util.Optional;
import javax.management.ObjectName;

/**
 * Everything that may be reached through Jolokia; what is not written here does not exist for those
 * who ask (attack A-27).
 *
 * <p>Never in this list: what shows bodies of messages, system properties or the command line, what
 * dumps memory or threads, and what changes routes, loggers or the machine.
 */
final class AllowList {
  private static final String CAMEL = "org.apache.camel:type=";
  private static final String ARTEMIS = "org.apache.activemq.artemis:broker=*";

  private static final List<Allowed> LIST =
      List.of(
          see("dev.crossdock:*").readAll().adminCallsAll(),
          see(CAMEL + "context,*")
              .readAllBut("GlobalOptions")
              .call(
                  "dumpRoutesAsXml()",
                  "dumpRoutesStatsAsXml(boolean,boolean)",
                  "dumpStepStatsAsXml(boolean)"),
          see(CAMEL + "routes,*")
              .readAll()
              .call(
                  "dumpRouteAsXml()",
                  "dumpRouteStatsAsXml(boolean,boolean)",
                  "dumpRouteStatsAsXml()",
                  "isUpdateRouteEnabled()",
                  "isUpdateRouteEnabled")
              .adminCalls(
                  "start()", "start", "stop()", "suspend()", "suspend", "resume()", "resume"),
          see(CAMEL + "routegroups,*").readAll(),
          see(CAMEL + "processors,*").readAll(),
          see(CAMEL + "consumers,*").readAll(),
          see(CAMEL + "producers,*").readAll(),
          see(CAMEL + "endpoints,*").readAll(),
          see(CAMEL + "components,*").readAll(),
          see(CAMEL + "errorhandlers,*").readAll(),
          see(CAMEL + "threadpools,*").readAll(),
          see(CAMEL + "health,*").readAll(),
          see("quartz:type=QuartzScheduler,*")
              .readAll()
              .call("getTriggerState(java.lang.String,java.lang.String)", "getTriggerState"),
          see(ARTEMIS + ",*")
              .readAllBut("FirstMessageAsJSON", "AcceptorsAsJSON", "ConnectorsAsJSON"),
          see(ARTEMIS).readAllBut("AcceptorsAsJSON", "ConnectorsAsJSON", "Roles"),
          see("java.lang:type=Memory").readAll(),
          see("java.lang:type=MemoryPool,*").readAll(),
          see("java.lang:type=GarbageCollector,*").readAll(),
          see("java.lang:type=OperatingSystem").readAll(),
          see("java.lang:type=ClassLoading").readAll(),
          see("java.lang:type=Threading")
              .readOnly(
                  "ThreadCount", "PeakThreadCount", "DaemonThreadCount", "TotalStartedThreadCount"),
          see("java.lang:type=Runtime")
              .readOnly(
                  "Uptime", "StartTime", "VmName", "VmVendor", "VmVersion", "SpecVersion", "Pid"),
          see("hawtio:type=JmxTreeWatcher").readAll(),
          see("hawtio:type=About").readAll());

  private AllowList() {}

  /** The first entry that names this bean. */
  static Optional<Allowed> entryFor(ObjectName bean) {
    return LIST.stream().filter(entry -> entry.beans().apply(bean)).findFirst();
  }
}
