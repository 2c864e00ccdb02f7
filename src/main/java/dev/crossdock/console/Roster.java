package dev.crossdock.console;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.console.LevelFigures.Place;
import dev.crossdock.console.Live.Column;
import dev.crossdock.kernel.LocationId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who is connected, in the order a shopkeeper would name them. */
@Component
class Roster {
  private static final List<String> ORDER =
      List.of("storefront", "marketplace", "pos", "erp", "wms", "pim");

  private final Channels channels;

  Roster(Channels channels) {
    this.channels = channels;
  }

  List<Channel> channels() {
    return channels.all().stream()
        .sorted(Comparator.comparingInt(Roster::rank).thenComparing(Channel::id))
        .toList();
  }

  /** Our places, in the order in which a shop that pools them lists them. */
  List<String> locations() {
    var places = new LinkedHashSet<String>();
    for (var channel : channels()) {
      for (var slot : channel.slots()) {
        slot.locations().stream().map(LocationId::value).forEach(places::add);
      }
    }
    return List.copyOf(places);
  }

  /** Each place of each channel; what stands behind several of ours is called all. */
  List<Column> columns() {
    return channels().stream().flatMap(channel -> columns(channel).stream()).toList();
  }

  /** What channels call those of our locations that they know one by one. */
  List<Place> places() {
    var places = new ArrayList<Place>();
    for (var channel : channels.all()) {
      for (var slot : channel.slots()) {
        only(channel, slot.slot())
            .ifPresent(at -> places.add(new Place(channel.id(), slot.slot(), at)));
      }
    }
    return places;
  }

  /** The one location of ours behind a channel's own, if it is one. */
  static Optional<String> only(Channel channel, String slot) {
    return channel.slots().stream()
        .filter(s -> s.slot().equals(slot) && s.locations().size() == 1)
        .map(s -> s.locations().get(0).value())
        .findFirst();
  }

  private static List<Column> columns(Channel channel) {
    return channel.slots().stream()
        .map(
            slot ->
                new Column(
                    channel.id(),
                    slot.slot(),
                    only(channel, slot.slot()).orElse("all"),
                    channel.slots().size() == 1))
        .toList();
  }

  private static int rank(Channel channel) {
    return channel.roles().stream()
        .mapToInt(ORDER::indexOf)
        .filter(at -> at >= 0)
        .min()
        .orElse(ORDER.size());
  }
}
