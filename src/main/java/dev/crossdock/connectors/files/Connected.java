package dev.crossdock.connectors.files;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Manifest;
import java.util.List;
import java.util.Map;

/** A channel with what only this module may see: its connector's manifest and its secrets. */
public record Connected(Channel channel, Manifest manifest, Map<String, List<Secret>> secrets) {

  public Connected {
    secrets = Map.copyOf(secrets);
  }

  /** The secrets of that name, the newest first; never empty for a name the manifest uses. */
  public List<Secret> secret(String name) {
    return secrets.getOrDefault(name, List.of());
  }
}
