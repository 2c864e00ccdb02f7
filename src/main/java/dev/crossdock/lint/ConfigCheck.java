package dev.crossdock.lint;

import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * A channel or a sync: as its schema says, and naming only systems, channels and reads that are
 * there.
 */
final class ConfigCheck {
  private final Subject subject;

  ConfigCheck(Subject subject) {
    this.subject = subject;
  }

  void channel() {
    FileSchema.CHANNEL.check(subject);
    id();
    var system = subject.text("/system");
    if (!subject.house().systems().contains(system)) {
      subject.found(
          "/system",
          "LINT-017",
          "is of the system '%s', which no folder of connectors/ speaks; there are %s."
              .formatted(system, String.join(", ", subject.house().systems())));
    }
    try {
      ZoneId.of(subject.text("/zone"));
    } catch (DateTimeException e) {
      subject.found(
          "/zone",
          "LINT-049",
          "'%s' is not a time zone such as Europe/London.".formatted(subject.text("/zone")));
    }
  }

  void sync() {
    FileSchema.SYNC.check(subject);
    id();
    var channel = subject.house().channel(subject.text("/channel"));
    if (channel.isMissingNode()) {
      subject.found(
          "/channel",
          "LINT-050",
          "asks the channel '%s', which config/channels/ does not have."
              .formatted(subject.text("/channel")));
      return;
    }
    var reads = subject.house().manifest(channel.path("system").asText("")).path("reads");
    if (!reads.has(subject.text("/read"))) {
      subject.found(
          "/read",
          "LINT-051",
          "reads '%s', which the manifest of '%s' does not offer."
              .formatted(subject.text("/read"), channel.path("system").asText("")));
    }
  }

  private void id() {
    if (!subject.text("/id").equals(subject.bare(House.YAML))) {
      subject.found(
          "/id",
          "LINT-052",
          "id is '%s' in the file '%s%s'; give both one name."
              .formatted(subject.text("/id"), subject.bare(House.YAML), House.YAML));
    }
  }
}
