package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.XmlDocuments;
import dev.crossdock.kernel.Capped;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Fullest;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Room;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/**
 * Keeps the parts of a file as messages, some hundreds in a commit; a file half kept when we were
 * stopped is continued where it stopped, because how far it came is committed with what was kept.
 */
@Component
class FileIntake implements Capped {
  private static final int IN_ONE_COMMIT = 500;

  private final FileTable files;
  private final InboxTable inbox;
  private final Relay relay;
  private final Channels channels;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final Fullest largest;
  private final Room room;

  FileIntake(
      FileTable files,
      InboxTable inbox,
      @Qualifier("inboxRelay") Relay relay,
      Channels channels,
      TransactionTemplate transaction,
      Clock clock,
      Room room,
      @Value("${hub.delivery.largest-file:1GB}") DataSize largest) {
    this.largest = new Fullest("dropped-file", largest.toBytes());
    this.room = room;
    this.files = files;
    this.inbox = inbox;
    this.relay = relay;
    this.channels = channels;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Keeps every part of a file.
   *
   * @param topic what its parts are
   * @param element for XML, the element that is one part; null for CSV
   */
  void keep(String channel, String topic, @Nullable String element, File file) {
    if (!largest.fits(file.length())) {
      throw new HubException(
          new Failure.Data(
              "DEL-024",
              "file %s has %d bytes; expected %d at most. Have it sent in parts."
                  .formatted(file.getName(), file.length(), largest.limit())));
    }
    try {
      var known = files.know(channel, file.getName(), sha256(file), file.length(), clock.instant());
      CrashPoints.hit("file.noted");
      if (!known.complete()) {
        keepRest(new Parts(channel, topic, manifestTopic(channel, topic), known), element, file);
      }
    } catch (IOException e) {
      throw new HubException(
          new Failure.Transient(
              "DEL-021",
              "file %s cannot be read: %s. It is tried again."
                  .formatted(file.getName(), e.getMessage())),
          e);
    }
  }

  @Override
  public List<Cap> caps() {
    return List.of(largest.cap(), LongLines.LONGEST.cap());
  }

  /** What comes in parts would fill a disk that is nearly full; it waits where it lies. */
  void requireRoom() {
    if (!room.isLeft()) {
      throw new HubException(
          new Failure.Transient(
              "DEL-025",
              "the database's disk is nearly full; expected hub.database.disk-reserve to be free."
                  + " It goes on by itself once there is room."));
    }
  }

  private void keepRest(Parts parts, @Nullable String element, File file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file.toPath()))) {
      if (element == null) {
        FileRows.each(in, row -> parts.add(row.line(), row.document()));
      } else {
        XmlDocuments.eachPart(in, element, part -> parts.add(part.line(), part.document()));
      }
    } finally {
      parts.commit();
    }
    CrashPoints.hit("file.all-kept");
    files.complete(parts.known.id());
    CrashPoints.hit("file.complete");
  }

  private Manifest.Topic manifestTopic(String channel, String topic) {
    return channels
        .find(channel)
        .flatMap(c -> channels.manifestOf(c).topic(topic))
        .orElseThrow(
            () ->
                new HubException(
                    new Failure.Data(
                        "DEL-022",
                        "channel %s dropped a file of '%s', which its manifest does not have; add the topic, then drop it again."
                            .formatted(channel, topic))));
  }

  /** Gathers parts into commits, passing over those that were kept before. */
  private final class Parts {
    private final String channel;
    private final String topic;
    private final Manifest.Topic manifest;
    private final FileTable.Known known;
    private final Instant now = clock.instant();
    private final List<Heard> waiting = new ArrayList<>(IN_ONE_COMMIT);
    private int seen;

    Parts(String channel, String topic, Manifest.Topic manifest, FileTable.Known known) {
      this.channel = channel;
      this.topic = topic;
      this.manifest = manifest;
      this.known = known;
    }

    void add(int line, JsonNode document) {
      seen++;
      if (seen <= known.kept()) {
        return;
      }
      waiting.add(
          new Heard(
              channel,
              topic,
              manifest.intake(),
              orderKey(document),
              null,
              false,
              Json.write(document),
              Map.of(),
              now,
              known.id(),
              line));
      if (waiting.size() == IN_ONE_COMMIT) {
        commit();
      }
    }

    private String orderKey(JsonNode document) {
      var where = manifest.orderKey();
      return where.startsWith("body:")
          ? document.at(where.substring("body:".length())).asText()
          : "";
    }

    void commit() {
      if (waiting.isEmpty()) {
        return;
      }
      requireRoom();
      transaction.executeWithoutResult(
          status -> {
            inbox.add(waiting);
            files.kept(known.id(), waiting.size());
            CrashPoints.hit("file.part-added");
          });
      CrashPoints.hit("file.part-committed");
      relay.wake(waiting.stream().map(Heard::lane).toList());
      waiting.clear();
    }
  }

  private static byte[] sha256(File file) throws IOException {
    try (var in =
        new DigestInputStream(
            new BufferedInputStream(Files.newInputStream(file.toPath())), digest())) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return in.getMessageDigest().digest();
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
