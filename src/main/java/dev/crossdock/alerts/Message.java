package dev.crossdock.alerts;

import java.time.Instant;
import java.util.List;

/**
 * What is told on one route at once.
 *
 * @param id the same when the same is told again after nobody answered
 * @param transition {@code opened}, {@code again} or {@code resolved}
 * @param count of how many alerts
 * @param alerts the worst of them, the worst first
 */
record Message(
    long id, String route, String transition, int count, Instant createdAt, List<Alert> alerts) {
  private static final int LONGEST = 500;

  /** One line that says how many, and which is the worst. */
  String title() {
    var worst = alerts.isEmpty() ? "" : name(alerts.get(0));
    var what = count == 1 ? worst : "%d alerts, the worst: %s".formatted(count, worst);
    return switch (transition) {
      case "resolved" -> "Over: " + what;
      case "again" -> "Still open: " + what;
      default -> count == 1 ? "Alert: " + what : what;
    };
  }

  /** What it is, and whom it concerns. */
  static String name(Alert alert) {
    return alert.channel().isEmpty() ? alert.kind() : alert.kind() + " at " + alert.channel();
  }

  /** What it says, on one line. */
  static String words(Alert alert) {
    var plain = alert.sentence().replaceAll("\\p{Cntrl}+", " ").strip();
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
  }

  /** Since when, until when, and how often. */
  static String when(Alert alert) {
    var closed = alert.closedAt();
    var until = closed == null ? "" : ", over at " + closed;
    var times = alert.times() == 1 ? "" : ", %d times".formatted(alert.times());
    return "since " + alert.openedAt() + until + times;
  }

  /** Those that find no room where so many are listed. */
  int more(int listed) {
    return Math.max(0, count - Math.min(listed, alerts.size()));
  }
}
