package dev.crossdock.sandbox.tills;

import dev.crossdock.sandbox.wire.WireServer;
import dev.crossdock.sandbox.world.Place;
import dev.crossdock.sandbox.world.Planted;
import dev.crossdock.sandbox.world.World;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tills of both stores: what they ring up is dropped as a file within a second, CSV and POSLog
 * by turns.
 */
public final class Tills implements AutoCloseable {
  /** The channel's name. */
  public static final String CHANNEL = "tills";

  private static final Logger LOG = LoggerFactory.getLogger(Tills.class);
  private static final int LOOK_MILLIS = 25;
  private static final int SOONEST_MILLIS = 200;
  private static final int LATEST_MILLIS = 1_000;

  /** Even on a good day a clerk sends a file twice now and then. */
  private static final double TWICE = 0.03;

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final World world;
  private final DropFolder folder;
  private final Random random;
  private final Set<Late> late = ConcurrentHashMap.newKeySet();
  private final List<Ticket> practice = new ArrayList<>();
  private final Map<Place, Roll> rolls = new EnumMap<>(Place.class);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(WireServer.daemon("tills"));

  /** Receipts that were told to wait. */
  private record Late(Place store, List<Ticket> tickets) {}

  private static final class Roll {
    private final List<Ticket> tickets = new ArrayList<>();
    private Instant due = Instant.MAX;
    private Instant last = Instant.EPOCH;
    private boolean xml;
  }

  /** Opens the tills. */
  public Tills(World world, Path drops, Random random) {
    this.world = world;
    this.random = random;
    folder = new DropFolder(drops);
    for (var place : Place.values()) {
      rolls.put(place, new Roll());
    }
    var unused =
        timer.scheduleWithFixedDelay(
            this::dropQuietly, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The instant of a store's next receipt: now, but never as near as a millisecond to the last. */
  public synchronized Instant nextInstant(Place store) {
    var roll = roll(store);
    var now = Instant.ofEpochMilli(world.clock().millis());
    roll.last = now.isAfter(roll.last.plusMillis(1)) ? now : roll.last.plusMillis(2);
    return roll.last;
  }

  /** Takes a receipt; it is dropped within a second. */
  public synchronized void ring(Ticket ticket) {
    var roll = roll(ticket.store());
    if (roll.tickets.isEmpty()) {
      var wait = SOONEST_MILLIS + random.nextInt(LATEST_MILLIS - SOONEST_MILLIS);
      roll.due = world.clock().instant().plusMillis(wait);
    }
    roll.tickets.add(ticket);
  }

  /** Staff practised, or cancelled a receipt: it is only in the newer tills' files. */
  public synchronized void practise(Place store, Ticket.Mode mode, Ticket.Line line) {
    practice.add(
        new Ticket(
            store,
            1,
            world.numbers().next("till.%s.1".formatted(store.store())),
            nextInstant(store),
            mode,
            List.of(line)));
  }

  private synchronized List<Ticket> withPractice(Place store, List<Ticket> tickets) {
    var all = new ArrayList<>(tickets);
    var mine = practice.stream().filter(ticket -> ticket.store() == store).toList();
    all.addAll(mine);
    practice.removeAll(mine);
    world.numbers().add("ignored", mine.size());
    return all;
  }

  /** Receipts not dropped yet. */
  public synchronized int waiting() {
    return rolls.values().stream().mapToInt(roll -> roll.tickets.size()).sum()
        + late.stream().mapToInt(parcel -> parcel.tickets().size()).sum();
  }

  /** Drops all that waits. */
  public void dropAll() {
    List.copyOf(late).forEach(this::drop);
    for (var store : Place.values()) {
      var tickets = take(store, Instant.MAX);
      if (!tickets.isEmpty()) {
        drop(store, tickets);
      }
    }
  }

  /** Head office has every store's stock printed into one file; answers its name. */
  public String dropStock() {
    var stamp = STAMP.format(LocalDateTime.ofInstant(world.clock().instant(), Ticket.ZONE));
    return folder.leaveStock("stock-%s.csv".formatted(stamp), StockFile.lines(world));
  }

  private void dropQuietly() {
    try {
      for (var store : Place.values()) {
        var tickets = take(store, world.clock().instant());
        if (!tickets.isEmpty()) {
          later(store, tickets);
        }
      }
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("a till's file is not dropped");
    }
  }

  private void later(Place store, List<Ticket> tickets) {
    var wait = world.faults().wait(CHANNEL).toMillis();
    if (wait <= 0) {
      drop(store, tickets);
      return;
    }
    var parcel = new Late(store, tickets);
    late.add(parcel);
    var unused = timer.schedule(() -> drop(parcel), wait, TimeUnit.MILLISECONDS);
  }

  private void drop(Late parcel) {
    if (late.remove(parcel)) {
      drop(parcel.store(), parcel.tickets());
    }
  }

  private synchronized List<Ticket> take(Place store, Instant now) {
    var roll = roll(store);
    if (roll.tickets.isEmpty() || roll.due.isAfter(now)) {
      return List.of();
    }
    var taken = List.copyOf(roll.tickets);
    roll.tickets.clear();
    return taken;
  }

  /** Drops receipts; where that fails they are kept, and tried again with the next ones. */
  private void drop(Place store, List<Ticket> tickets) {
    try {
      leave(store, tickets);
    } catch (UncheckedIOException e) {
      LOG.atError().setCause(e).log("a till's file is not dropped; will try again");
      synchronized (this) {
        roll(store).tickets.addAll(0, tickets);
        roll(store).due = world.clock().instant().plusMillis(LATEST_MILLIS);
      }
    }
  }

  private void leave(Place store, List<Ticket> tickets) {
    var csv =
        tickets.stream().anyMatch(ticket -> ticket.isCount() || ticket.isFlawed())
            || !turnToXml(store);
    var name = name(store, csv ? "csv" : "xml");
    var content = csv ? csv(tickets) : xml(withPractice(store, tickets));
    var facts =
        tickets.stream()
            .flatMap(ticket -> ticket.lines().stream())
            .map(Ticket.Line::fact)
            .filter(fact -> fact > 0)
            .toList();
    folder.leave(store, name, content, () -> world.book().emitted(facts));
    plant(store, name, tickets);
    world.calls().served(CHANNEL, "files");
    if (tickets.stream().noneMatch(Ticket::isFlawed)) {
      perhapsAgain(store, csv ? "csv" : "xml", content);
    }
  }

  private synchronized boolean turnToXml(Place store) {
    var roll = roll(store);
    roll.xml = !roll.xml;
    return roll.xml;
  }

  private void perhapsAgain(Place store, String extension, byte[] content) {
    if (timer.isShutdown()
        || !world.faults().hits(TWICE + world.faults().of(CHANNEL).duplicatedShare())) {
      return;
    }
    var again = name(store, extension);
    var unused =
        timer.schedule(
            () -> {
              folder.leave(store, again, content, () -> {});
              world.calls().served(CHANNEL, "files again");
            },
            100 + random.nextInt(1_500),
            TimeUnit.MILLISECONDS);
  }

  private void plant(Place store, String name, List<Ticket> tickets) {
    int row = 1;
    for (var ticket : tickets) {
      for (var line : ticket.lines()) {
        row++;
        if (line.flaw() != Ticket.Flaw.NONE) {
          world
              .planted()
              .add(
                  new Planted.Message(
                      CHANNEL,
                      line.flaw().word(),
                      "%s/%s:%d".formatted(store.store(), name, row),
                      ticket.key(line.number())));
        }
      }
    }
  }

  private byte[] csv(List<Ticket> tickets) {
    var newline = random.nextInt(10) < 3 ? "\r\n" : "\n";
    return bytes(String.join(newline, CsvFile.rows(tickets)) + newline);
  }

  private byte[] xml(List<Ticket> tickets) {
    return bytes(PosLogFile.text(tickets, random.nextInt(10) < 3 ? "\r\n" : "\n"));
  }

  private byte[] bytes(String text) {
    var mark = random.nextInt(10) < 2 ? "\uFEFF" : "";
    return (mark + text).getBytes(StandardCharsets.UTF_8);
  }

  private String name(Place store, String extension) {
    var stamp = STAMP.format(LocalDateTime.ofInstant(world.clock().instant(), Ticket.ZONE));
    return "sales-%s-%s-%05d.%s"
        .formatted(store.store(), stamp, world.numbers().next("tills.file"), extension);
  }

  private Roll roll(Place store) {
    return java.util.Objects.requireNonNull(rolls.get(store));
  }

  @Override
  public void close() {
    WireServer.end(timer);
    dropAll();
  }
}
