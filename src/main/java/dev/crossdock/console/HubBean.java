package dev.crossdock.console;

import dev.crossdock.console.Live.MessageAccounts;
import dev.crossdock.kernel.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** The hub's own figures, where Hawtio and any JMX tool find them. */
@Component
@ManagedResource(
    objectName = "dev.crossdock:type=Hub",
    description = "The hub's accounts, lag and what it owes, per channel")
public class HubBean {
  private static final Duration FRESH = Duration.ofMillis(500);

  private final LiveSource source;
  private final Clock clock;
  private @Nullable Live kept;

  HubBean(LiveSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** Accounts, lag and what is owed, per channel, as JSON. */
  @ManagedAttribute(description = "Accounts, lag and what is owed, per channel, as JSON")
  public String getChannelsJson() {
    return Json.text(figures().channels());
  }

  /** Files that are not in use, and why, as JSON. */
  @ManagedAttribute(description = "Files that are not in use, and why, as JSON")
  public String getFilesJson() {
    return Json.text(figures().files());
  }

  /** Messages that wait for a person. */
  @ManagedAttribute(description = "Messages that wait for a person")
  public long getParked() {
    return sum(MessageAccounts::parked);
  }

  /** Messages that have not ended yet. */
  @ManagedAttribute(description = "Messages that have not ended yet")
  public long getInProgress() {
    return sum(MessageAccounts::inProgress);
  }

  /** Levels and facts that channels have not been told yet. */
  @ManagedAttribute(description = "Levels and facts that channels have not been told yet")
  public long getOwed() {
    return figures().channels().stream().mapToLong(channel -> channel.owed().count()).sum();
  }

  private long sum(ToLongFunction<MessageAccounts> of) {
    return figures().channels().stream()
        .mapToLong(channel -> of.applyAsLong(channel.accounts()))
        .sum();
  }

  /** Attributes are asked for one by one; within a moment they come from one reading. */
  private synchronized Live figures() {
    var now = kept;
    if (now == null || now.at().plus(FRESH).isBefore(clock.instant())) {
      now = source.now();
      kept = now;
    }
    return now;
  }
}
