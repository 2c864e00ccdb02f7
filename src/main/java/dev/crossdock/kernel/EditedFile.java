package dev.crossdock.kernel;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a file that people edit says now, or why nobody can read it.
 *
 * @param why the reason and the next move; empty when it was read
 */
public record EditedFile(String text, String why) {

  /** As it lies there now; empty when it is gone. */
  public static Optional<EditedFile> at(Path file) {
    try {
      return Optional.of(new EditedFile(Files.readString(file), ""));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (CharacterCodingException e) {
      return unreadable("it is not written in UTF-8; save it as UTF-8");
    } catch (AccessDeniedException e) {
      return unreadable("the hub may not read it; let the user that the hub runs as read it");
    } catch (IOException e) {
      return unreadable("it cannot be read (%s); see what became of it".formatted(e.getMessage()));
    }
  }

  /** Whether it was read. */
  public boolean isRead() {
    return why.isEmpty();
  }

  private static Optional<EditedFile> unreadable(String why) {
    return Optional.of(new EditedFile("", why));
  }
}
