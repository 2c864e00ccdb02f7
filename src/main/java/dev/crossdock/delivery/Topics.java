package dev.crossdock.delivery;

import dev.crossdock.connectors.Manifest;
import java.util.Optional;

/** What the manifests say about topics. */
interface Topics {
  /** The topic of that name of a channel; empty when either is gone. */
  Optional<Manifest.Topic> find(String channel, String topic);
}
