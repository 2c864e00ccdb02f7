package dev.crossdock.connectors.files;

import dev.crossdock.connectors.Manifest;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything the manifests and the channel files say, read at one moment.
 *
 * @param manifests by system
 * @param channels by name, in order
 */
public record Directory(Map<String, Manifest> manifests, Map<String, Connected> channels) {
  public static final Directory EMPTY = new Directory(Map.of(), Map.of());

  /** Takes copies. */
  public Directory {
    manifests = Map.copyOf(manifests);
    channels = Collections.unmodifiableMap(new TreeMap<>(channels));
  }
}
