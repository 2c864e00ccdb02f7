package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Manifest;
import java.util.Optional;

/**
 * Asks a system what it knows before it is told something that it would do twice, where its
 * manifest says so. What it has done already is not asked for again; what it calls the parts of an
 * order is given to the write as {@code found}.
 */
final class LookedUp implements Asking {
  private final Asking calls;
  private final Channels channels;

  LookedUp(Asking calls, Channels channels) {
    this.calls = calls;
    this.channels = channels;
  }

  @Override
  public JsonNode call(String route, String channel, JsonNode document) {
    var lookup = write(route, channel).map(Manifest.Write::lookup);
    if (lookup.isEmpty()) {
      return calls.call(route, channel, document);
    }
    var found = calls.call(lookup.get(), channel, document);
    if (found.has("outcomes")) {
      return found; // it is done already, or cannot be said
    }
    return calls.call(route, channel, ((ObjectNode) document.deepCopy()).set("found", found));
  }

  private Optional<Manifest.Write> write(String route, String channel) {
    return channels.find(channel).map(channels::manifestOf).stream()
        .flatMap(manifest -> manifest.writes().values().stream())
        .filter(write -> write.route().equals(route))
        .findFirst();
  }
}
