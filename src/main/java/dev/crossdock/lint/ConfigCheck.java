package dev.crossdock.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;

/**
 * A channel, a sync or the stock file: as its schema says, and naming only systems, channels and
 * reads that are there.
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

  /** What the hub would not start with: a bundle is made of what stands on a shelf. */
  void stock() {
    FileSchema.STOCK.check(subject);
    var bundles = subject.root().path("bundles");
    var names = new HashSet<String>();
    for (int n = 0; n < bundles.size(); n++) {
      var sku = bundles.path(n).path("sku").asText("");
      if (!names.add(sku)) {
        subject.found(
            "/bundles/%d".formatted(n), "LINT-058", "the bundle '%s' stands twice.".formatted(sku));
      }
    }
    for (int n = 0; n < bundles.size(); n++) {
      parts(bundles.path(n), "/bundles/%d".formatted(n), names);
    }
  }

  private void parts(JsonNode bundle, String at, Set<String> bundles) {
    var parts = new HashSet<String>();
    for (var part : bundle.path("parts")) {
      var sku = part.path("sku").asText("");
      if (bundles.contains(sku) || !parts.add(sku)) {
        subject.found(
            at,
            "LINT-059",
            "the bundle '%s' has the part '%s', which stands there twice or is a bundle itself."
                .formatted(bundle.path("sku").asText(""), sku));
      }
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
