package dev.crossdock.console.journey;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the tables know of a journey, as the views of their owners give it. */
final class Rows {
  private static final Set<String> PASSING =
      Set.of("transient", "throttled", "conflict", "unknown", "untouched", "quota");

  private Rows() {}

  /** Why something did not work, as it was kept. */
  record Trouble(String kind, String code, String sentence, @Nullable String pointer) {
    /** Whether it is tried again by itself. */
    boolean passes() {
      return PASSING.contains(kind);
    }

    String words() {
      return "%s (%s, %s)%s"
          .formatted(sentence, code, kind, pointer == null ? "" : " at " + pointer);
    }
  }

  record Message(
      long id,
      String channel,
      String topic,
      String orderKey,
      @Nullable String messageId,
      boolean polled,
      @Nullable String file,
      @Nullable Integer line,
      String bodyHash,
      Instant observedAt,
      Instant receivedAt,
      String state,
      int attempts,
      @Nullable Instant nextAttemptAt,
      @Nullable Instant closedAt,
      @Nullable String rule,
      @Nullable Trouble trouble,
      @Nullable String mapping,
      @Nullable Long heldBy) {
    boolean inProgress() {
      return closedAt == null;
    }
  }

  record Movement(
      String key,
      String kind,
      String sku,
      String location,
      int quantity,
      int onHand,
      int reserved,
      String source,
      Instant occurredAt,
      Instant heardAt,
      @Nullable Long message,
      long version,
      @Nullable String note) {}

  /**
   * A change of what a channel should show.
   *
   * @param message which message made it; null when none is known
   * @param told the version with which it went out: its own, or a later one that overtook it
   */
  record Change(
      @Nullable Long message,
      String channel,
      String sku,
      String slot,
      long version,
      int quantity,
      Instant owedAt,
      @Nullable Instant confirmedAt,
      @Nullable Told told,
      @Nullable Integer found) {
    String key() {
      return sku + "@" + slot;
    }
  }

  record Told(long version, int quantity, Instant sentAt, @Nullable Instant confirmedAt) {}

  record Target(
      String channel,
      String sku,
      String slot,
      int desired,
      long version,
      Instant owedAt,
      long sentVersion,
      @Nullable Instant sentAt,
      @Nullable Instant inFlightUntil,
      long confirmedVersion,
      @Nullable Instant confirmedAt,
      @Nullable Integer observed,
      @Nullable Instant observedAt,
      int attempts,
      @Nullable Instant nextAttemptAt,
      @Nullable Trouble trouble,
      boolean stopped,
      @Nullable Instant readBackAt,
      int looks,
      int lostWrites) {
    String key() {
      return sku + "@" + slot;
    }
  }

  /**
   * A movement that a system which books stock is told of.
   *
   * @param fact what became of the telling; null when it was never owed
   */
  record Posting(
      String movement, String channel, @Nullable Instant confirmedAt, @Nullable Fact fact) {}

  record Fact(
      long id,
      String channel,
      String key,
      Instant createdAt,
      String state,
      int attempts,
      @Nullable Instant nextAttemptAt,
      @Nullable Instant closedAt,
      @Nullable Trouble trouble) {}

  /**
   * One item of one call.
   *
   * @param items how many items the call had
   */
  record Call(
      long id,
      Instant at,
      String channel,
      String route,
      int millis,
      int items,
      String key,
      @Nullable Long version,
      String outcome,
      @Nullable String code,
      @Nullable String sentence) {
    /** Whether it changed nothing, and only asked what is shown of a SKU. */
    boolean looks() {
      return version == null && route.startsWith("inventory-snapshot");
    }

    /** Whether it carried this version of a target, or a later one. */
    boolean carried(long least) {
      return version != null && version >= least;
    }
  }
}
