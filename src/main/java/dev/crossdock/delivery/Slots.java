package dev.crossdock.delivery;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.ChannelsChanged;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.kernel.LocationId;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Which of our locations stand behind a channel's own, and who keeps the truth about which. */
@Component
public class Slots {
  private final Channels channels;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private volatile List<Offer> offers = List.of();
  private volatile SortedSet<LocationId> ours = Collections.emptySortedSet();
  private volatile Map<String, SortedSet<LocationId>> sellsFrom = Map.of();

  Slots(Channels channels, JdbcTemplate jdbc, TransactionTemplate transaction) {
    this.channels = channels;
    this.jdbc = jdbc;
    this.transaction = transaction;
    write();
  }

  /** What each channel sells from, in the order of their names. */
  public List<Offer> offers() {
    return offers;
  }

  /** What a channel sells from; empty when there is no such channel. */
  public Optional<Offer> offer(String channel) {
    return offers.stream().filter(offer -> offer.channel().equals(channel)).findFirst();
  }

  /** Our locations behind a channel's slot; empty when the channel has no such slot. */
  public List<LocationId> locations(String channel, String slot) {
    return channels.find(channel).stream()
        .flatMap(c -> c.slots().stream())
        .filter(s -> s.slot().equals(slot))
        .flatMap(s -> s.locations().stream())
        .toList();
  }

  /** The channel's slot that shows a location of ours. */
  public Optional<String> slotShowing(String channel, LocationId location) {
    return channels
        .find(channel)
        .filter(Channel::shows)
        .flatMap(c -> c.slots().stream().filter(s -> s.locations().contains(location)).findFirst())
        .map(s -> s.slot());
  }

  /** Every location of ours that stands behind a slot of a channel. */
  public SortedSet<LocationId> ours() {
    return ours;
  }

  /**
   * Our locations from which a channel sells: what stands behind its slots, and where its orders
   * take their stock; a till sells what any of them has.
   */
  public SortedSet<LocationId> sellsFrom(String channel) {
    return sellsFrom.getOrDefault(channel, Collections.emptySortedSet());
  }

  /** Whether it is our own tills, which keep no orders but those that we hold for them. */
  public boolean isTill(String channel) {
    return channels.find(channel).filter(c -> c.roles().contains("pos")).isPresent();
  }

  /** Where a channel's orders take their stock; empty when it takes no orders. */
  public Optional<LocationId> reserveAt(String channel) {
    return channels.find(channel).flatMap(c -> Optional.ofNullable(c.reserveAt()));
  }

  /** Whether the channel decides what stock a location holds. */
  public boolean keeps(String channel, LocationId location) {
    return channels.find(channel).filter(c -> c.keeps().contains(location)).isPresent();
  }

  /** The channel that decides what stock a location holds. */
  public Optional<String> keeper(LocationId location) {
    return channels.all().stream()
        .filter(c -> c.keeps().contains(location))
        .map(Channel::id)
        .min(Comparator.naturalOrder());
  }

  /** Whether the channel books every change of stock that was made elsewhere. */
  public boolean books(String channel) {
    return channels.find(channel).filter(Channel::books).isPresent();
  }

  /** The channels that book changes at a location. */
  public List<String> bookers(LocationId location) {
    return channels.all().stream()
        .filter(Channel::books)
        .filter(c -> c.slots().stream().anyMatch(s -> s.locations().contains(location)))
        .map(Channel::id)
        .toList();
  }

  /** The booking channel's own name of a location. */
  public Optional<String> slotOf(String channel, LocationId location) {
    return channels
        .find(channel)
        .flatMap(c -> c.slots().stream().filter(s -> s.locations().contains(location)).findFirst())
        .map(s -> s.slot());
  }

  /** The route template that carries bookings to a channel that books. */
  public String bookingRoute(String channel) {
    return manifest(channel).map(m -> m.writes().get("bookings")).map(w -> w.route()).orElse("");
  }

  /** Whether writes to the channel name the value they replace. */
  public boolean comparesBeforeSetting(String channel) {
    return manifest(channel)
        .map(m -> m.writes().get(DeliveryWorker.WRITE))
        .filter(w -> w.compareAndSet())
        .isPresent();
  }

  /**
   * By how much a channel changed its own number when it did this.
   *
   * @param kind what happened to stock: RESERVATION, RELEASE, RETURN, ...
   */
  public int ownChange(String channel, String kind, int quantity) {
    var own = manifest(channel).map(Manifest::ownEffects);
    if (own.isEmpty()) {
      return 0;
    }
    return switch (kind) {
      case "RESERVATION" -> own.get().sells() ? -quantity : 0;
      case "RELEASE" -> own.get().cancels() ? quantity : 0;
      case "RETURN" -> own.get().refunds() ? quantity : 0;
      default -> 0;
    };
  }

  private Optional<Manifest> manifest(String channel) {
    return channels.find(channel).map(channels::manifestOf);
  }

  @EventListener
  void on(ChannelsChanged changed) {
    write();
  }

  private void write() {
    transaction.executeWithoutResult(
        status -> {
          jdbc.update("delete from delivery_slots");
          for (var channel : channels.all()) {
            for (var slot : channel.slots()) {
              for (var location : slot.locations()) {
                jdbc.update(
                    "insert into delivery_slots (channel, slot, location, shows) values (?, ?, ?, ?)",
                    channel.id(),
                    slot.slot(),
                    location.value(),
                    channel.shows());
              }
            }
          }
        });
    offers = channels.all().stream().map(Slots::offer).toList();
    ours = sorted(channels.all().stream().flatMap(Slots::behind));
    sellsFrom = channels.all().stream().collect(toUnmodifiableMap(Channel::id, this::sellsFrom));
  }

  private SortedSet<LocationId> sellsFrom(Channel channel) {
    if (isTill(channel.id())) {
      return ours;
    }
    return sorted(Stream.concat(behind(channel), Stream.ofNullable(channel.reserveAt())));
  }

  private static Stream<LocationId> behind(Channel channel) {
    return channel.slots().stream().flatMap(slot -> slot.locations().stream());
  }

  private static SortedSet<LocationId> sorted(Stream<LocationId> locations) {
    var sorted = new TreeSet<>(Comparator.comparing(LocationId::value));
    locations.forEach(sorted::add);
    return Collections.unmodifiableSortedSet(sorted);
  }

  private static Offer offer(Channel channel) {
    return new Offer(
        channel.id(),
        channel.shows(),
        channel.promise(),
        channel.slots().stream().map(s -> new Offer.Pool(s.slot(), s.locations())).toList());
  }
}
