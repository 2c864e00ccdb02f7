package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of {@code delivery_calls} and {@code delivery_call_items}: one statement for a call. */
@Component
class CallTable {
  /** Of a document that is longer, its beginning is kept. */
  static final int LONGEST = 512 * 1024;

  private static final int LONGEST_SENTENCE = 500;

  private static final String ADD =
      """
      with kept as (
        insert into delivery_calls (at, channel, route, millis, items, failure_class, failure_code, failure_sentence,
                                    sent, answered)
        values (crossdock_now() - ? * interval '1 millisecond', ?, ?, ?, ?, ?, ?, ?, ?, ?)
        returning id, at, channel)
      insert into delivery_call_items (call_id, at, channel, key, version, outcome, code, sentence)
      select k.id, k.at, k.channel, v.key, v.version, v.outcome, v.code, v.sentence
      from kept k
      cross join unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[]) as v (key, version, outcome, code, sentence)
      """;

  private final JdbcTemplate marks;
  private final Vault vault;

  /**
   * Takes its database.
   *
   * @param marks what was done is in the targets and the outbox; a record lost in a crash is only
   *     not shown
   */
  CallTable(@Qualifier("marks") JdbcTemplate marks, Vault vault) {
    this.marks = marks;
    this.vault = vault;
  }

  /**
   * One call.
   *
   * @param items how many items it carried, or brought
   * @param failure why it failed as a whole; null when it did not
   */
  record Call(
      String channel,
      String route,
      int millis,
      int items,
      @Nullable Failure failure,
      @Nullable JsonNode sent,
      @Nullable JsonNode answered) {}

  /**
   * One item of it.
   *
   * @param version of the target; null for a fact
   */
  record Item(
      String key,
      @Nullable Long version,
      String outcome,
      @Nullable String code,
      @Nullable String sentence) {}

  void add(Call call, List<Item> items) {
    var failure = call.failure();
    marks.update(
        ADD,
        call.millis(),
        call.channel(),
        call.route(),
        call.millis(),
        call.items(),
        failure == null ? null : failure.kind(),
        failure == null ? null : failure.code(),
        failure == null ? null : cut(failure.sentence()),
        sealed(call.sent()),
        sealed(call.answered()),
        items.stream().map(Item::key).toArray(String[]::new),
        items.stream().map(Item::version).toArray(Long[]::new),
        items.stream().map(Item::outcome).toArray(String[]::new),
        items.stream().map(Item::code).toArray(String[]::new),
        items.stream().map(i -> cut(i.sentence())).toArray(String[]::new));
  }

  /** What went over the wire; empty when it was not kept, or its day's key was deleted. */
  Optional<Evidence.Exchanged> exchanged(long id, Instant at) {
    return marks
        .query(
            "select sent, answered from delivery_calls where id = ? and at = ?::timestamptz",
            (row, i) -> new Evidence.Exchanged(opened(row.getBytes(1)), opened(row.getBytes(2))),
            id,
            at.toString())
        .stream()
        .findFirst();
  }

  private byte @Nullable [] sealed(@Nullable JsonNode document) {
    if (document == null) {
      return null;
    }
    var bytes = Json.write(document);
    var kept = bytes.length > LONGEST ? Arrays.copyOf(bytes, LONGEST) : bytes;
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return vault.seal(packed.toByteArray());
  }

  private byte @Nullable [] opened(byte @Nullable [] sealed) {
    var packed = sealed == null ? Optional.<byte[]>empty() : vault.open(sealed);
    if (packed.isEmpty()) {
      return null;
    }
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed.get()))) {
      return gzip.readNBytes(LONGEST);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String cut(@Nullable String sentence) {
    return sentence == null || sentence.length() <= LONGEST_SENTENCE
        ? sentence
        : sentence.substring(0, LONGEST_SENTENCE);
  }
}
