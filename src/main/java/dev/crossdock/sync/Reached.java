package dev.crossdock.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the reading of a snapshot has come; committed with every page, so that another process
 * can go on behind it.
 *
 * @param snapshot its number
 * @param file whether it is read from a file that the system makes
 * @param asOf when it was begun, by our clock
 * @param next the page that comes next, as the system calls it; null at the first
 * @param job the file, as the system calls it; null while it has not been asked for
 * @param done whether the last page has been read
 * @param read how many things, or lines of the file, were read
 * @param total of how many the system spoke; the most it said
 * @param last the key and place of the last line
 * @param mark a page of some time ago, to notice that it comes again
 * @param steps how many pages ago that was
 * @param stride after how many another one is marked
 */
record Reached(
    long snapshot,
    boolean file,
    Instant asOf,
    @Nullable String next,
    @Nullable String job,
    boolean done,
    long read,
    @Nullable Long total,
    @Nullable String last,
    @Nullable String mark,
    int steps,
    int stride) {

  static Reached begin(long snapshot, boolean file, Instant now) {
    return new Reached(snapshot, file, now, null, null, false, 0, null, null, null, 0, 1);
  }

  static Reached of(String position) {
    return Json.mapper().convertValue(Json.read(position.getBytes(UTF_8)), Reached.class);
  }

  String position() {
    return Json.text(Json.mapper().convertValue(this, ObjectNode.class));
  }

  Reached ofJob(String made) {
    return new Reached(
        snapshot, true, asOf, null, made, done, read, total, last, mark, steps, stride);
  }

  Reached expecting(@Nullable Long said) {
    var most = said == null ? total : total == null ? said : Long.valueOf(Math.max(said, total));
    return new Reached(
        snapshot, file, asOf, next, job, done, read, most, last, mark, steps, stride);
  }

  Reached read(long more, @Nullable String followedBy, @Nullable String lastLine) {
    var end = lastLine == null ? last : lastLine;
    return new Reached(
        snapshot,
        file,
        asOf,
        followedBy,
        job,
        followedBy == null,
        read + more,
        total,
        end,
        mark,
        steps,
        stride);
  }

  /** Whether this page is the marked one; else it may become that itself (after Brent). */
  boolean seen(String page) {
    return page.equals(mark);
  }

  Reached marking(String page) {
    var marks = mark == null || steps + 1 == stride;
    var farther = mark == null ? 1 : stride * 2;
    return new Reached(
        snapshot,
        file,
        asOf,
        next,
        job,
        done,
        read,
        total,
        last,
        marks ? page : mark,
        marks ? 0 : steps + 1,
        marks ? farther : stride);
  }
}
