package dev.crossdock.connectors.calls;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/** Which headers may go out with a call, and which of an answer's may come in (rule R21). */
final class Headers {
  private static final Set<String> OUT =
      Set.of(
          "accept",
          "accept-language",
          "content-encoding",
          "content-type",
          "idempotency-key",
          "if-match",
          "if-none-match",
          "user-agent");
  private static final Set<String> IN =
      Set.of("content-type", "date", "etag", "last-modified", "retry-after");

  private Headers() {}

  /** Whether any call may carry it. */
  static boolean isRequest(String name) {
    return OUT.contains(lower(name));
  }

  /** Whether any answer's may be read: the usual ones, rate limits and request ids. */
  static boolean isAnswer(String name) {
    var lower = lower(name);
    return IN.contains(lower)
        || lower.contains("ratelimit")
        || lower.contains("rate-limit")
        || lower.endsWith("request-id")
        || lower.endsWith("requestid");
  }

  static boolean holds(Collection<String> names, String name) {
    return names.stream().anyMatch(name::equalsIgnoreCase);
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
