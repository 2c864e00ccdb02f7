package dev.crossdock.delivery;

import dev.crossdock.connectors.Channels;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which channels take a kind of facts. */
@Component
public class Takers {
  private final Channels channels;

  Takers(Channels channels) {
    this.channels = channels;
  }

  /**
   * A channel that takes them.
   *
   * @param flow the route template that carries them there
   */
  public record Taker(String channel, String flow) {}

  /** Those whose manifest declares such a write. */
  public List<Taker> of(String write) {
    return channels.all().stream()
        .flatMap(
            channel ->
                Optional.ofNullable(channels.manifestOf(channel).writes().get(write))
                    .map(how -> new Taker(channel.id(), how.route()))
                    .stream())
        .toList();
  }
}
