package dev.crossdock.platform;

import dev.crossdock.kernel.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets as files that only the hub's own user can read, one per name, under {@code secrets/} in
 * the data folder; a variable of the environment wins over the file.
 */
public final class SecretFiles implements Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;
  private final Map<String, String> environment;

  /** Secrets of one data folder. */
  public SecretFiles(Path dataDir, Map<String, String> environment) {
    this.folder = dataDir.resolve("secrets");
    this.environment = environment;
  }

  @Override
  public Optional<String> find(String name) {
    return Optional.ofNullable(environment.get(variable(name)))
        .filter(value -> !value.isBlank())
        .or(() -> read(file(name)));
  }

  /** The secret of that name, invented and kept if there is none yet. */
  public String findOrInvent(String name) {
    return find(name).orElseGet(() -> keep(name, invent()));
  }

  /** Keeps a secret in its file and gives it back. */
  public String keep(String name, String value) {
    try {
      OwnerOnly.folder(folder);
      var draft = folder.resolve(name + ".new");
      Files.deleteIfExists(draft);
      OwnerOnly.file(draft);
      Files.writeString(draft, value, StandardOpenOption.WRITE);
      Files.move(draft, file(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "PLT-007 cannot keep the secret '%s' in %s; make that folder writable for this user."
              .formatted(name, folder),
          e);
    }
  }

  /** The file behind a name, whether it exists or not. */
  public Path file(String name) {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException(
          "PLT-008 a secret is called '%s'; expected lower-case letters, digits and dashes, at most 63."
              .formatted(name));
    }
    return folder.resolve(name);
  }

  /** The variable of the environment that wins over the file. */
  public static String variable(String name) {
    return "CROSSDOCK_SECRET_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** 192 random bits, in letters that need no quoting anywhere. */
  public static String invent() {
    var bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).replaceAll("[-_]", "x");
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.isRegularFile(file)
          ? Optional.of(Files.readString(file).strip()).filter(value -> !value.isEmpty())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "PLT-009 cannot read the secret in %s; let this user read it.".formatted(file), e);
    }
  }

  /** What only the owner may touch, on every file system that can say so. */
  private static final class OwnerOnly {
    static void folder(Path path) throws IOException {
      if (posix(path)) {
        Files.createDirectories(path.toAbsolutePath().getParent());
        if (!Files.isDirectory(path)) {
          Files.createDirectory(
              path,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
      } else {
        Files.createDirectories(path);
      }
    }

    static void file(Path path) throws IOException {
      if (posix(path)) {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(path);
      }
    }

    private static boolean posix(Path path) {
      return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
  }
}
