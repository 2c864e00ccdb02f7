package dev.crossdock.sandbox.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a stand-in answers.
 *
 * @param delay how long the answer is held back before it is sent
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Reply(
    int status, String contentType, Map<String, String> headers, byte[] body, Duration delay) {

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
    return new Reply(status, contentType, more, body, delay);
  }

  /** The same, held back. */
  public Reply after(Duration wait) {
    return new Reply(status, contentType, headers, body, wait);
  }
}
