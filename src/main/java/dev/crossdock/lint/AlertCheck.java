package dev.crossdock.lint;

/** An alert route: as its schema says, and of channels that are there. */
final class AlertCheck {
  private final Subject subject;

  AlertCheck(Subject subject) {
    this.subject = subject;
  }

  void check() {
    FileSchema.ALERTS.check(subject);
    new ConfigCheck(subject).id();
    var channels = subject.root().path("channels");
    for (int n = 0; n < channels.size(); n++) {
      var channel = channels.path(n).asText("");
      if (subject.house().channel(channel).isMissingNode()) {
        subject.found(
            "/channels/%d".formatted(n),
            "ALR-001",
            "tells of the channel '%s', which config/channels/ does not have.".formatted(channel));
      }
    }
  }
}
