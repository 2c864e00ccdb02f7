package dev.crossdock.divergence;

import dev.crossdock.kernel.FileCheck;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What {@code config/divergence.yaml} says, as it is written now: an edit counts from the next
 * question on, and one that makes no sense leaves what counted before.
 */
@Component
public class Policies {
  private static final Logger LOG = LoggerFactory.getLogger(Policies.class);

  private final Path file;
  private final ObjectProvider<FileCheck> checks;
  private String tried;
  private PolicyFile good;

  Policies(
      @Value("${hub.divergence-file:config/divergence.yaml}") Path file,
      ObjectProvider<FileCheck> checks) {
    this.file = file;
    this.checks = checks;
    this.tried = text();
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
    var text = text();
    if (!text.equals(tried)) {
      tried = text;
      take(text);
    }
    return good;
  }

  private void take(String text) {
    var findings =
        checks.stream().flatMap(check -> check.check(file).stream()).map(Finding::toString);
    var wrong = text.isEmpty() ? "" : findings.findFirst().orElse("");
    try {
      if (wrong.isEmpty()) {
        good = PolicyFile.read(file, text);
        LOG.info("in use: {}", file);
      } else {
        LOG.error("{} What it said before goes on.", wrong);
      }
    } catch (HubException e) {
      LOG.error("{} What it said before goes on.", e.getMessage());
    }
  }

  private String text() {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
