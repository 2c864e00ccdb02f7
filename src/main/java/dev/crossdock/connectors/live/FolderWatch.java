package dev.crossdock.connectors.live;

import dev.crossdock.connectors.files.HubFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the files again and again, and believes a change when it has seen it twice: a file that
 * is half written, or gone for the moment in which an editor replaces it, has not changed.
 */
public final class FolderWatch {
  /** How long an empty file counts as half written. */
  private static final int LOOKS_AT_NOTHING = 4;

  private final HubFolders folders;
  private final Map<Path, Seen> seen = new HashMap<>();
  private final Map<Path, String> believed = new TreeMap<>();

  /** Begins with what the files said when they were first read. */
  public FolderWatch(HubFolders folders, Map<Path, String> first) {
    this.folders = folders;
    believed.putAll(first);
  }

  /**
   * A file at the last look.
   *
   * @param stamp what tells cheaply whether it was touched since; null when it was gone
   * @param text what it said; null when it was gone
   * @param looks how often it has looked like this
   */
  private record Seen(@Nullable Stamp stamp, @Nullable String text, int looks) {
    static final Seen NEVER = new Seen(null, "", 0);

    Seen next(@Nullable Stamp nextStamp, @Nullable String nextText) {
      var same = looks > 0 && java.util.Objects.equals(text, nextText);
      return new Seen(nextStamp, nextText, same ? looks + 1 : 1);
    }
  }

  private record Stamp(long modified, long size, String key) {}

  /** What the files say now, as far as it can be believed. */
  public Map<Path, String> look() {
    var present = folders.files();
    var all = new HashSet<>(present);
    all.addAll(seen.keySet());
    all.addAll(believed.keySet());
    for (var file : all) {
      look(file);
    }
    return Collections.unmodifiableMap(new TreeMap<>(believed));
  }

  private void look(Path file) {
    var now = now(file, seen.getOrDefault(file, Seen.NEVER));
    seen.put(file, now);
    if (now.looks() < 2) {
      return;
    }
    if (now.text() == null) {
      believed.remove(file);
      seen.remove(file);
    } else if (!now.text().isBlank() || now.looks() >= LOOKS_AT_NOTHING) {
      believed.put(file, now.text());
    }
  }

  private static Seen now(Path file, Seen before) {
    try {
      var stamp = stamp(file);
      var settled = System.currentTimeMillis() - stamp.modified() / 1_000_000 > 2_000;
      if (settled && stamp.equals(before.stamp())) {
        return before.next(stamp, before.text());
      }
      return before.next(stamp, HubFolders.text(file).orElse(null));
    } catch (IOException e) {
      return before.next(null, null);
    }
  }

  private static Stamp stamp(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new Stamp(
        attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS),
        attributes.size(),
        String.valueOf(attributes.fileKey()));
  }
}
