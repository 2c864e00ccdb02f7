package dev.crossdock.connectors.routes;

import dev.crossdock.connectors.files.Connected;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One route that should run, and all that would make it another one if it changed.
 *
 * @param id the route's own id
 * @param template the template it is made from; null for a plain route
 * @param file where it is written
 * @param channel whose route it is; null for a plain route
 * @param kamelets those it uses, as they read
 * @param policies those it names, as they read
 */
record Unit(
    String id,
    @Nullable String template,
    FileText file,
    @Nullable Connected channel,
    Map<String, FileText> kamelets,
    Map<String, FileText> policies) {

  /** What a channel's file says to the templates of its system. */
  Map<String, Object> parameters() {
    if (channel == null || template == null) {
      return Map.of();
    }
    var all = new java.util.HashMap<String, Object>(channel.channel().settings());
    all.put("channel", channel.channel().id());
    all.put("endpoint", channel.channel().endpoint());
    all.put("zone", channel.channel().zone().getId());
    all.put("currency", channel.channel().currency());
    all.put("queue", id);
    all.put("dataSource", ChannelDatabases.name(channel.channel().id()));
    return all;
  }

  /** Whether the other would run in exactly the same way. */
  boolean runsLike(Unit other) {
    return id.equals(other.id)
        && file.equals(other.file)
        && kamelets.equals(other.kamelets)
        && policies.equals(other.policies)
        && sameChannel(other);
  }

  private boolean sameChannel(Unit other) {
    if (channel == null || other.channel == null) {
      return channel == null && other.channel == null;
    }
    return channel.channel().equals(other.channel.channel())
        && channel.secrets().equals(other.channel.secrets());
  }
}
