package dev.crossdock.delivery;

import dev.crossdock.connectors.Sequence;
import java.util.Map;

/** What the manifests say is counted. */
interface Sequences {
  /** One kind of message of one channel. */
  record Told(String channel, String topic) {}

  /** The sequence that each kind of message tells of; what tells of none is left out. */
  Map<Told, Sequence> all();
}
