package dev.crossdock.faults.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * Lets a process start in half the time: the JDK can keep classes ready for the next start, but
 * only those of jars, so that ours are put into one.
 */
final class SharedClasses {
  private static final Path JAR = Path.of("target/faults/core.jar");
  private static final Path ARCHIVE = Path.of("target/faults/core.jsa");
  private static final List<Path> OURS =
      List.of(Path.of("target/classes"), Path.of("target/test-classes"));

  private SharedClasses() {}

  /** Where classes are found, ours first. */
  static synchronized String path() throws IOException {
    if (!Files.exists(JAR) || newest() > Files.getLastModifiedTime(JAR).toMillis()) {
      Files.createDirectories(JAR.toAbsolutePath().getParent());
      Files.deleteIfExists(ARCHIVE);
      pack();
    }
    var others = new ArrayList<String>();
    others.add(JAR.toAbsolutePath().toString());
    for (var part : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
      if (part.endsWith(".jar")) {
        others.add(part);
      }
    }
    return String.join(java.io.File.pathSeparator, others);
  }

  static boolean ready() {
    return Files.exists(ARCHIVE);
  }

  /** What the JDK is told: use what is kept, or keep it when this process ends. */
  static String option(boolean keep) {
    return (keep ? "-XX:ArchiveClassesAtExit=" : "-XX:SharedArchiveFile=")
        + ARCHIVE.toAbsolutePath();
  }

  private static long newest() throws IOException {
    long newest = 0;
    for (var root : OURS) {
      try (var files = Files.walk(root)) {
        newest =
            Math.max(newest, files.mapToLong(file -> file.toFile().lastModified()).max().orElse(0));
      }
    }
    return newest;
  }

  private static void pack() throws IOException {
    var part = JAR.resolveSibling("core.jar.part");
    try (var jar = new JarOutputStream(Files.newOutputStream(part))) {
      jar.setLevel(1);
      var known = new java.util.HashSet<String>();
      for (var root : OURS) {
        try (var files = Files.walk(root)) {
          files.filter(file -> !file.equals(root)).forEach(file -> add(jar, known, root, file));
        }
      }
    }
    Files.move(part, JAR, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static void add(JarOutputStream jar, java.util.Set<String> known, Path root, Path file) {
    try {
      var folder = Files.isDirectory(file);
      var name = root.relativize(file).toString().replace('\\', '/') + (folder ? "/" : "");
      if (known.add(name)) {
        jar.putNextEntry(new JarEntry(name));
        if (!folder) {
          Files.copy(file, jar);
        }
        jar.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
