package dev.crossdock.platform.database;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's own programs, unpacked once per machine and user from the jar that carries them. */
public final class PostgresBinaries {
  private static final Set<PosixFilePermission> PROGRAM =
      java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x");

  private PostgresBinaries() {}

  /**
   * The folder with {@code bin/postgres}, unpacked under the user's cache folder, or under {@code
   * fallback} where that cannot be written.
   */
  public static Path unpacked(Path fallback) throws IOException {
    byte[] archive;
    try (var in = archive()) {
      archive = in.readAllBytes();
    }
    var name = "postgresql-" + fingerprint(archive);
    var cached = userCache().resolve(name);
    if (complete(cached)) {
      return cached;
    }
    try {
      return unpack(archive, cached);
    } catch (IOException notWritable) {
      var own = fallback.toAbsolutePath().resolve(name);
      return complete(own) ? own : unpack(archive, own);
    }
  }

  private static boolean complete(Path home) {
    return Files.isDirectory(home.resolve("bin"));
  }

  private static Path unpack(byte[] archive, Path home) throws IOException {
    Files.createDirectories(home.getParent());
    var draft = Files.createTempDirectory(home.getParent(), home.getFileName() + ".");
    try {
      extract(archive, draft);
      Files.move(draft, home);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException other) {
      if (!complete(home)) {
        throw other;
      }
    } finally {
      FileSystemUtils.deleteRecursively(draft);
    }
    return home;
  }

  private static void extract(byte[] archive, Path target) throws IOException {
    try (var tar =
        new TarArchiveInputStream(
            new XZInputStream(new BufferedInputStream(new ByteArrayInputStream(archive))))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(tar, entry, target);
      }
    }
  }

  private static void extract(InputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    var path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("the archive names a file outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else {
      Files.createDirectories(path.getParent());
      if (entry.isSymbolicLink()) {
        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      } else {
        Files.copy(tar, path);
        if ((entry.getMode() & 0100) != 0 && supportsPosix(path)) {
          Files.setPosixFilePermissions(path, PROGRAM);
        }
      }
    }
  }

  private static boolean supportsPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static InputStream archive() throws IOException {
    var os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    var system = os.contains("mac") ? "Darwin" : os.contains("win") ? "Windows" : "Linux";
    var arch = System.getProperty("os.arch", "");
    var machine =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> arch;
        };
    try {
      return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "PLT-002 this build carries no PostgreSQL for %s on %s; build it on such a machine, or set hub.database.mode=external."
              .formatted(system, arch),
          e);
    }
  }

  private static Path userCache() {
    var set = System.getenv("XDG_CACHE_HOME");
    var base =
        set == null || set.isBlank()
            ? Path.of(System.getProperty("user.home", "."), ".cache")
            : Path.of(set);
    return base.toAbsolutePath().resolve("crossdock");
  }

  private static String fingerprint(byte[] archive) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
