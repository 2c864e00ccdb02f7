package dev.crossdock.sandbox.wire;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stand-in answers.
 *
 * @param delay how long the answer is held back before it is sent
 * @param file what is sent instead of the body, however large; null when the body is
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Reply(
    int status,
    String contentType,
    Map<String, String> headers,
    byte[] body,
    Duration delay,
    @Nullable Path file) {

  /** With a body. */
  public Reply(
      int status, String contentType, Map<String, String> headers, byte[] body, Duration delay) {
    this(status, contentType, headers, body, delay, null);
  }

  /** A file. */
  public static Reply file(Path file, String contentType) {
    return new Reply(200, contentType, Map.of(), new byte[0], Duration.ZERO, file);
  }

  /** What a store of files answers when an address is no longer good. */
  public static Reply expired() {
    return new Reply(
        403,
        "application/xml",
        Map.of(),
        "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
            .getBytes(StandardCharsets.UTF_8),
        Duration.ZERO);
  }

  /** A JSON answer. */
  public static Reply json(int status, Object document) {
    return new Reply(
        status,
        "application/json; charset=utf-8",
        Map.of(),
        SandboxJson.bytes(document),
        Duration.ZERO);
  }

  /** A plain answer, as a proxy in front of a sick system gives. */
  public static Reply text(int status, String text) {
    return new Reply(
        status,
        "text/html; charset=utf-8",
        Map.of(),
        text.getBytes(StandardCharsets.UTF_8),
        Duration.ZERO);
  }

  /** The same with one more header. */
  public Reply with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, contentType, more, body, delay, file);
  }

  /** The same with another status. */
  public Reply status(int other) {
    return new Reply(other, contentType, headers, body, delay, file);
  }

  /** The same, held back. */
  public Reply after(Duration wait) {
    return new Reply(status, contentType, headers, body, wait, file);
  }
}
