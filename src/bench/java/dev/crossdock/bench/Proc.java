package dev.crossdock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel says a process has used; zero where there is no {@code /proc}. */
final class Proc {
  /** A tick of {@code /proc/<pid>/stat} is ten milliseconds on every Linux there is. */
  private static final long TICK_MILLIS = 10;

  private Proc() {}

  static long cpuMillis(long pid) {
    var stat = read(pid, "stat");
    if (stat.isEmpty()) {
      return 0;
    }
    // the name may hold spaces; after it come the state and then fields 4 and up
    var fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) * TICK_MILLIS;
  }

  /** Of a process and its children. */
  static long cpuMillisOfAll(long pid) {
    try (var children = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children)) {
      return Stream.concat(Stream.of(pid), children.map(ProcessHandle::pid))
          .mapToLong(Proc::cpuMillis)
          .sum();
    }
  }

  static long residentMegabytes(long pid) {
    return read(pid, "status")
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .sum()
        / 1024;
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      return "";
    }
  }
}
