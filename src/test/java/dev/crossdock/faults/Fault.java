package dev.crossdock.faults;

import dev.crossdock.faults.Checker.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * One thing that goes wrong in the world, done on purpose and often.
 *
 * @param id as in the fault matrix, with what tells it from its neighbours: {@code F-07
 *     ledger.posted}
 * @param parallel whether another may run beside it
 * @param injection how it is done
 */
public record Fault(String id, boolean parallel, Injection injection) {

  /** Does it, and tells what came of it. */
  @FunctionalInterface
  public interface Injection {
    void into(Run run) throws Exception;
  }

  /** What is missing on this machine for it to be done. */
  public static final class Skipped extends Exception {
    private static final long serialVersionUID = 1L;

    public Skipped(String why) {
      super(why);
    }
  }

  /** What came of it. */
  public static final class Run {
    private final Path folder;
    private final long seed;
    private final double scale;
    private int injected;
    private long messages;
    private final LinkedHashSet<Violation> violations = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Run(Path folder, long seed, double scale) {
      this.folder = folder;
      this.seed = seed;
      this.scale = scale;
    }

    /** Where it may keep what helps to understand a failure. */
    public Path folder() throws IOException {
      return java.nio.file.Files.createDirectories(folder);
    }

    public long seed() {
      return seed;
    }

    /** So often in this form of the suite; the short one does less. */
    public int times(int inFull) {
      return Math.max(1, (int) Math.round(inFull * scale));
    }

    public synchronized void injected() {
      injected++;
    }

    public synchronized void injected(int times) {
      injected += times;
    }

    public synchronized void messages(long acknowledged) {
      messages += acknowledged;
    }

    public synchronized void found(List<Violation> found) {
      violations.addAll(found);
    }

    /** It did not go as it must, though nothing is lost by it. */
    public synchronized void problem(String sentence) {
      problems.add(sentence);
    }

    /** Demands something beside the invariants. */
    public void demand(boolean holds, String otherwise) {
      if (!holds) {
        problem(otherwise);
      }
    }

    public synchronized void remark(String sentence) {
      remarks.add(sentence);
    }

    synchronized Row row(String id, long seconds) {
      return new Row(
          id,
          injected,
          messages,
          (int) violations.stream().filter(Violation::lost).count(),
          (int) violations.stream().filter(Violation::doubled).count(),
          (int) violations.stream().filter(v -> !v.lost() && !v.doubled()).count()
              + problems.size(),
          seconds,
          String.join("; ", remarks),
          "");
    }

    synchronized List<String> details() {
      var details = new ArrayList<>(problems);
      violations.stream().limit(50).forEach(v -> details.add(v.toString()));
      return details;
    }
  }
}
