package dev.crossdock.divergence;

import dev.crossdock.kernel.EditedFile;
import dev.crossdock.kernel.FileCheck;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What {@code config/divergence.yaml} says: an edit counts when the file has been left alone for a
 * second, as it may be half written, and one that makes no sense or cannot be read leaves what
 * counted before.
 */
@Component
public class Policies {
  private static final Logger LOG = LoggerFactory.getLogger(Policies.class);

  private static final Duration SETTLED = Duration.ofSeconds(1);
  private static final EditedFile NOTHING = new EditedFile("", "");

  private final Path file;
  private final ObjectProvider<FileCheck> checks;
  private final Clock clock;
  private EditedFile tried;
  private EditedFile seen;
  private Instant seenAt;
  private PolicyFile good;

  Policies(
      @Value("${hub.divergence-file:config/divergence.yaml}") Path file,
      ObjectProvider<FileCheck> checks,
      Clock clock) {
    this.file = file;
    this.checks = checks;
    this.clock = clock;
    this.tried = said();
    this.seen = tried;
    this.seenAt = clock.instant();
    this.good = PolicyFile.read(file, tried);
  }

  /** What counts for one thing of a channel; the place is the channel's own. */
  public Policy of(String channel, String entity, String place) {
    return now().of(channel, entity, place);
  }

  /** From when on a whole snapshot is doubted instead of believed. */
  public Brake brake() {
    return now().limits();
  }

  /**
   * What is too much to be true at once.
   *
   * @param skus more than so much of what is compared differs, in hundredths of a percent
   * @param units or by more than so much of all units
   */
  public record Brake(int skus, int units) {}

  /** All of it, for whoever asks many questions that must not be answered by two editions. */
  synchronized PolicyFile now() {
    var said = said();
    var now = clock.instant();
    if (!said.equals(seen)) {
      seen = said;
      seenAt = now;
    }
    if (!seen.equals(tried) && !now.isBefore(seenAt.plus(SETTLED))) {
      tried = seen;
      take(seen);
    }
    return good;
  }

  /** So that who asks seldom does not hear of an edit one question late. */
  @Scheduled(fixedDelay = 1_000)
  void look() {
    var unused = now();
  }

  private void take(EditedFile said) {
    var findings =
        checks.stream().flatMap(check -> check.check(file).stream()).map(Finding::toString);
    var wrong = said.text().isEmpty() ? "" : findings.findFirst().orElse("");
    try {
      if (wrong.isEmpty()) {
        good = PolicyFile.read(file, said);
        LOG.info("in use: {}", file);
      } else {
        LOG.error("{} What it said before goes on.", wrong);
      }
    } catch (HubException e) {
      LOG.error("{} What it said before goes on.", e.getMessage());
    }
  }

  private EditedFile said() {
    return EditedFile.at(file).orElse(NOTHING);
  }
}
