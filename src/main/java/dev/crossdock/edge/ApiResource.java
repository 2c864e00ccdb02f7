package dev.crossdock.edge;

import java.util.Set;

/** One kind of thing that can be asked for at {@code /api/v1/<channel>/<name>}. */
interface ApiResource {

  String name();

  /** The roles of channels that may ask; see {@link dev.crossdock.connectors.Channel}. */
  Set<String> askers();

  /**
   * Answers a call whose channel is believed.
   *
   * @throws ApiRefusal when it cannot be answered
   */
  ApiAnswer answer(ApiCall call) throws ApiRefusal;
}
