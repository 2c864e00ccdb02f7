package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.delivery.TargetClaims.Claimed;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.JdbcTemplate;

/** One life of one hub process: what it holds in memory, and forgets when it dies. */
public final class HubLife {
  private static final int MOST_MESSAGES = 4;
  private static final int MOST_FACTS = 5;

  private final HubCore core;
  private final JdbcTemplate jdbc;
  private final Asking asking;
  private final LongSupplier nanos;
  private final Leases leases;
  private final Relay inbox;
  private final Relay outbox;
  private final Map<String, DeliveryRound> rounds = new HashMap<>();
  private final List<Parcel> sent = new ArrayList<>();

  /** Rows of one lane and route, as the broker carries them. */
  public record Parcel(String flow, String channel, String route, long epoch, List<Long> ids) {}

  /** How systems are called by this process. */
  public interface Calling {
    JsonNode call(String route, String channel, JsonNode document);
  }

  /** A new life begins. */
  public HubLife(HubCore core, Calling calling, LongSupplier nanos, boolean highWaterMark) {
    this(core, calling, nanos, highWaterMark, MOST_MESSAGES);
  }

  /** A new life begins, in which so many messages of a shard are taken together. */
  public HubLife(
      HubCore core, Calling calling, LongSupplier nanos, boolean highWaterMark, int mostMessages) {
    this.core = core;
    this.jdbc = core.get(JdbcTemplate.class);
    this.asking = calling::call;
    this.nanos = nanos;
    UnaryOperator<Relayed> relayed =
        table -> highWaterMark ? new HighWaterMark(table, jdbc) : table;
    this.leases = core.make(Leases.class);
    this.inbox =
        new Relay(
            relayed.apply(
                new RelayedTable(jdbc, "inbox", "received", "intake", mostMessages, true)),
            leases,
            this::channels,
            (route, channel, group, body) -> sent.add(parcel("inbox", route, body)),
            null,
            new Suspects(core.make(SuspectTable.class), nanos),
            nanos);
    this.outbox =
        new Relay(
            relayed.apply(new RelayedTable(jdbc, "outbox", "owed", "flow", MOST_FACTS)),
            leases,
            this::channels,
            (route, channel, group, body) -> sent.add(parcel("outbox", route, body)),
            new Gathering(),
            null,
            nanos);
  }

  private List<String> channels() {
    return core.channels().all().stream().map(Channel::id).toList();
  }

  private static Parcel parcel(String flow, String route, String body) {
    var read = Json.read(body.getBytes(StandardCharsets.UTF_8));
    var ids = new ArrayList<Long>();
    read.get("ids").forEach(id -> ids.add(id.longValue()));
    return new Parcel(
        flow, read.get("channel").textValue(), route, read.get("epoch").longValue(), ids);
  }

  /** Its term of office. */
  public long epoch() {
    return leases.epoch();
  }

  /** One look of a relay; what it hands to the broker. */
  public List<Parcel> relay(String flow) {
    sent.clear();
    var unused = relayOf(flow).look();
    return List.copyOf(sent);
  }

  /** These have ended or will be tried later, as far as this process knows. */
  public void done(Parcel parcel) {
    relayOf(parcel.flow()).done(parcel.ids());
  }

  private Relay relayOf(String flow) {
    return flow.equals("inbox") ? inbox : outbox;
  }

  /** What was claimed for a channel; each step is one transaction, or one call. */
  public static final class Telling {
    private final Manifest.Write write;
    private final DeliveryRound round;
    private final List<Claimed> claimed;
    private Reply reply = new Reply(Map.of(), null, null);

    private Telling(Manifest.Write write, DeliveryRound round) {
      this.write = write;
      this.round = round;
      this.claimed =
          round.claim(write).stream().sorted(Comparator.comparing(Claimed::key)).toList();
    }

    /** Whether nothing is owed. */
    public boolean nothing() {
      return claimed.isEmpty();
    }

    /** Tells the channel. */
    public void call() {
      reply = round.call(write, claimed);
    }

    /** Writes down what became of it. */
    public void learn() {
      var unused = round.learn(claimed, reply);
    }

    @Override
    public String toString() {
      return claimed.stream().map(c -> c.key() + " v" + c.version() + "=" + c.desired()).toList()
          + (reply.failure() == null ? "" : " " + reply.failure().kind());
    }
  }

  /** Claims what a channel is owed. */
  public Telling tell(String channel) {
    var to = core.channels().find(channel).orElseThrow();
    var write = core.channels().manifestOf(to).writes().get(DeliveryWorker.WRITE);
    var round =
        rounds.computeIfAbsent(
            channel,
            c ->
                new DeliveryRound(
                    c, core.get(TargetClaims.class), asking, () -> nanos.getAsLong() / 1_000_000));
    return new Telling(Objects.requireNonNull(write), round);
  }

  /**
   * Asks a channel whether it shows what it accepted; returns how many it was asked for. Nothing
   * happens in between.
   */
  public int readBack(String channel) {
    var to = core.channels().find(channel).orElseThrow();
    var write =
        Objects.requireNonNull(core.channels().manifestOf(to).writes().get(DeliveryWorker.WRITE));
    var read = Objects.requireNonNull(write.readBack());
    var round =
        new ReadBackRound(
            channel, core.get(ReadBackTable.class), core.get(TargetClaims.class), asking);
    var due = round.claim(read);
    if (!due.isEmpty()) {
      var unused = round.learn(write, due, round.call(read, due));
    }
    return due.size();
  }

  /** Looks for numbers that were never heard, and tells of those that are missing for long. */
  public void lookForGaps() {
    var gaps = core.get(Gaps.class);
    var unused = gaps.look(10_000);
    gaps.tell();
  }

  /** Facts on their way to a system. */
  public final class Carrying {
    private final Parcel parcel;
    private final OutboxRound round = new OutboxRound(jdbc, asking);
    private final List<OutboxRound.Row> rows;
    private Reply reply = new Reply(Map.of(), null, null);

    private Carrying(Parcel parcel) {
      this.parcel = parcel;
      this.rows = round.open(parcel.epoch(), parcel.ids());
    }

    /** Whether all of it is somebody else's now. */
    public boolean nothing() {
      return rows.isEmpty();
    }

    /** Tells the system. */
    public void call() {
      reply = round.call(parcel.channel(), parcel.route(), rows);
    }

    /** Writes down what became of it. */
    public void close() {
      round.close(parcel.channel(), parcel.epoch(), rows, reply);
    }
  }

  /** Opens what the outbox's relay handed out. */
  public Carrying carry(Parcel parcel) {
    return new Carrying(parcel);
  }
}
