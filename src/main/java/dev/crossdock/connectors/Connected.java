package dev.crossdock.connectors;

import java.util.List;
import java.util.Map;

/** A channel with what only this module may see: its connector's manifest and its secrets. */
record Connected(Channel channel, Manifest manifest, Map<String, List<Secret>> secrets) {

  Connected {
    secrets = Map.copyOf(secrets);
  }

  /** The secrets of that name, the newest first; never empty for a name the manifest uses. */
  List<Secret> secret(String name) {
    return secrets.getOrDefault(name, List.of());
  }
}
