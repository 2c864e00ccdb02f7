package dev.crossdock.connectors;

import dev.crossdock.connectors.files.HubFolders;
import dev.crossdock.connectors.files.Unusable;
import dev.crossdock.connectors.live.FolderWatch;
import dev.crossdock.connectors.routes.FileText;
import dev.crossdock.connectors.routes.RunningRoutes;
import dev.crossdock.connectors.routes.Wanted;
import dev.crossdock.kernel.FileCheck;
import dev.crossdock.kernel.Finding;
import dev.crossdock.mapping.Mappings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Runs what the files say, now and after every edit. An edit takes effect within three seconds; one
 * that cannot be used leaves what ran before in place, and is remembered with file and line.
 */
@Component
public class LiveFiles implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFiles.class);
  private static final long LOOK_EVERY_MILLIS = 500;

  private final HubFolders folders;
  private final Channels channels;
  private final Mappings mappings;
  private final ObjectProvider<FileCheck> checks;
  private final ApplicationEventPublisher events;
  private final RunningRoutes routes;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(LiveFiles::thread);
  private final Map<Path, List<Finding>> problems = new ConcurrentSkipListMap<>();
  private Map<Path, String> good = Map.of();
  private Map<Path, String> tried = Map.of();

  LiveFiles(
      HubFolders folders,
      Channels channels,
      Mappings mappings,
      CamelContext camel,
      ObjectProvider<FileCheck> checks,
      ApplicationEventPublisher events)
      throws Exception {
    this.folders = folders;
    this.channels = channels;
    this.mappings = mappings;
    this.checks = checks;
    this.events = events;
    this.routes = new RunningRoutes((ModelCamelContext) camel);
    camel.addStartupListener(new WhenStarted());
  }

  /** What is wrong with the files as they lie there now; what ran before them goes on. */
  public List<Finding> problems() {
    var all = new ArrayList<Finding>();
    problems.values().forEach(all::addAll);
    all.addAll(mappings.problems());
    return List.copyOf(all);
  }

  /** Whether a route runs, by its id {@code <template>.<channel>}. */
  public boolean runs(String route) {
    return routes.runs(route);
  }

  /** Makes a call into a route, now or as soon as it has been replaced. */
  <T> T enter(String route, Supplier<T> call) {
    return routes.enter(route, call);
  }

  /** Lets the files be when the hub stops; an edit now would start what is being stopped. */
  @EventListener
  void leave(ContextClosedEvent closing) throws InterruptedException {
    looking.shutdown();
    if (!looking.awaitTermination(LOOK_EVERY_MILLIS * 4, TimeUnit.MILLISECONDS)) {
      looking.shutdownNow();
    }
  }

  @Override
  public void destroy() {
    looking.shutdownNow();
    routes.stop();
  }

  /** Routes can only be started one by one in a Camel that has fully started. */
  private final class WhenStarted implements ExtendedStartupListener {
    @Override
    public void onCamelContextStarted(CamelContext camel, boolean alreadyStarted) {
      // too early: what is added now is only kept
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext camel, boolean alreadyStarted) {
      start();
    }
  }

  private void start() {
    var first = folders.texts();
    good = only(first, file -> !folders.isRoute(file) && !folders.isKamelet(file));
    take(first);
    events.publishEvent(new ChannelsChanged(channels.all()));
    var watch = new FolderWatch(folders, first);
    var unused =
        looking.scheduleWithFixedDelay(
            () -> look(watch), LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look(FolderWatch watch) {
    try {
      var now = watch.look();
      if (!now.equals(tried)) {
        take(now);
      }
    } catch (RuntimeException | Error e) {
      LOG.error("CON-024 could not look at the files; it is tried again", e);
    }
  }

  /** Takes all changes at once if they fit together, else each that can be used by itself. */
  private void take(Map<Path, String> now) {
    var atStart = tried.isEmpty();
    tried = now;
    var changed = changed(good, now);
    problems.keySet().retainAll(changed);
    if (!changed.isEmpty()) {
      takeAll(now, changed, !atStart);
    }
    if (!mappings.problems().isEmpty()) {
      // a mapping is read from its file: one that was edited in between has been read too early
      mappings.reload(waiting(good));
    }
  }

  private void takeAll(Map<Path, String> now, Set<Path> changed, boolean check) {
    try {
      use(now, changed, check);
      problems.clear();
      return;
    } catch (Unusable e) {
      LOG.debug("not all changes can be used at once", e);
    }
    for (var file : inOrder(changed)) {
      takeOne(now, file, check);
    }
  }

  private void takeOne(Map<Path, String> now, Path file, boolean check) {
    var next = new TreeMap<>(good);
    var text = now.get(file);
    if (text == null) {
      next.remove(file);
    } else {
      next.put(file, text);
    }
    try {
      use(next, Set.of(file), check);
      problems.remove(file);
    } catch (Unusable e) {
      var known = problems.put(file, List.of(e.finding()));
      if (!List.of(e.finding()).equals(known)) {
        LOG.error("{}", e.finding());
      }
    }
  }

  private void use(Map<Path, String> next, Set<Path> changed, boolean check) throws Unusable {
    if (check) {
      lint(next, changed);
    }
    var before = channels.directory();
    var directory = channels.read(next);
    channels.become(directory);
    try {
      routes.become(wanted(next), changed);
    } catch (Unusable e) {
      channels.become(before);
      throw e;
    }
    good = Map.copyOf(next);
    if (!check) {
      return;
    }
    if (changed.stream().anyMatch(folders::isMapping)) {
      mappings.reload(waiting(next)).forEach(problem -> LOG.error("{}", problem));
    }
    if (!directory.equals(before)) {
      events.publishEvent(new ChannelsChanged(channels.all()));
    }
    LOG.info("in use: {}", changed);
  }

  /** The mappings whose files were edited but are not in use yet. */
  private Set<String> waiting(Map<Path, String> next) {
    return changed(next, tried).stream()
        .filter(folders::isMapping)
        .map(file -> folders.mappings().relativize(file).toString())
        .map(name -> name.replaceFirst("(\\.examples\\.yaml|\\.jslt)$", ""))
        .collect(Collectors.toSet());
  }

  private void lint(Map<Path, String> next, Set<Path> changed) throws Unusable {
    for (var file : inOrder(changed)) {
      if (next.containsKey(file)) {
        for (var check : checks) {
          var findings = check.check(file);
          if (!findings.isEmpty()) {
            throw new Unusable(findings.get(0));
          }
        }
      }
    }
  }

  private Wanted wanted(Map<Path, String> texts) {
    var wanted = Wanted.NOTHING.channels(channels.directory().channels());
    for (var entry : texts.entrySet()) {
      if (folders.isKamelet(entry.getKey()) || folders.isRoute(entry.getKey())) {
        wanted = wanted.with(new FileText(entry.getKey(), entry.getValue()));
      }
    }
    return wanted;
  }

  private List<Path> inOrder(Set<Path> files) {
    return files.stream()
        .sorted(java.util.Comparator.<Path>comparingInt(this::rank).thenComparing(p -> p))
        .toList();
  }

  /** What others stand on comes first. */
  private int rank(Path file) {
    if (folders.isManifest(file)) {
      return 0;
    }
    if (folders.isKamelet(file)) {
      return 1;
    }
    if (folders.isMapping(file)) {
      return 2;
    }
    if (folders.isRoute(file)) {
      return file.toString().contains("policy") ? 3 : 4;
    }
    return 5;
  }

  private static Set<Path> changed(Map<Path, String> before, Map<Path, String> after) {
    var changed = new HashSet<>(before.keySet());
    changed.addAll(after.keySet());
    changed.removeIf(file -> Objects.equals(before.get(file), after.get(file)));
    return changed;
  }

  private static Map<Path, String> only(
      Map<Path, String> texts, java.util.function.Predicate<Path> wanted) {
    var some = new HashMap<>(texts);
    some.keySet().removeIf(wanted.negate());
    return some;
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "live-files");
    thread.setDaemon(true);
    return thread;
  }
}
