package dev.crossdock.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.quartz.CronExpression;

/**
 * A channel, a sync, the stock file or the file of divergences: as its schema says, and naming only
 * systems, channels, places and reads that are there.
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
    zone();
  }

  private void zone() {
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
    if (subject.root().has("zone")) {
      zone();
    }
    var cron = subject.text("/cron");
    if (!cron.isEmpty() && !CronExpression.isValidExpression(cron)) {
      subject.found(
          "/cron",
          "SYN-012",
          "'%s' is not a cron such as '0 30 2 * * ?': seconds, minutes, hours, day, month, weekday; one of the days is ?."
              .formatted(cron));
    }
    var channel = subject.house().channel(subject.text("/channel"));
    if (channel.isMissingNode()) {
      subject.found(
          "/channel",
          "LINT-050",
          "asks the channel '%s', which config/channels/ does not have."
              .formatted(subject.text("/channel")));
      return;
    }
    var system = channel.path("system").asText("");
    var kind = subject.root().has("snapshot") ? "snapshot" : "read";
    var asked = subject.text("/" + kind);
    if (!subject.house().manifest(system).path(kind + "s").has(asked)) {
      subject.found(
          "/" + kind,
          "LINT-051",
          "asks for the %s '%s', which the manifest of '%s' does not offer."
              .formatted(kind, asked, system));
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

  /** Whoever it names is connected; a channel that is gone keeps its rules until it is back. */
  void divergence() {
    FileSchema.DIVERGENCE.check(subject);
    for (var rules : subject.root().path("channels").properties()) {
      var at = "/channels/" + rules.getKey();
      var channel = subject.house().channel(rules.getKey());
      if (channel.isMissingNode()) {
        subject.found(
            at,
            "LINT-070",
            "has rules for the channel '%s', which config/channels/ does not have."
                .formatted(rules.getKey()));
        continue;
      }
      rules
          .getValue()
          .path("stock")
          .path("places")
          .fieldNames()
          .forEachRemaining(place -> place(channel, place, at + "/stock/places/"));
    }
  }

  private void place(JsonNode channel, String place, String at) {
    var slots = new TreeSet<String>();
    channel.path("slots").forEach(slot -> slots.add(slot.path("slot").asText("")));
    if (!slots.contains(place)) {
      subject.found(
          at + place.replace("~", "~0").replace("/", "~1"),
          "LINT-071",
          "has rules for the place '%s'; %s has %s."
              .formatted(place, channel.path("id").asText(""), String.join(", ", slots)));
    }
  }

  void id() {
    if (!subject.text("/id").equals(subject.bare(House.YAML))) {
      subject.found(
          "/id",
          "LINT-052",
          "id is '%s' in the file '%s%s'; give both one name."
              .formatted(subject.text("/id"), subject.bare(House.YAML), House.YAML));
    }
  }
}
