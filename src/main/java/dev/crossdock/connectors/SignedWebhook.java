package dev.crossdock.connectors;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came with a body that somebody posted and says is signed.
 *
 * @param address where the platform was told to post it; never taken from the request itself
 * @param header the value of a header that came with it, its name in any case
 * @param signedIn the header in which the signature stands
 * @param heardAt when it came, by our clock
 */
public record SignedWebhook(
    String address, Function<String, @Nullable String> header, String signedIn, Instant heardAt) {

  /** The signature as it came; empty when there is none. */
  String signature() {
    return value(signedIn);
  }

  /** The value of a header; empty when it did not come. */
  String value(String name) {
    return Objects.requireNonNullElse(header.apply(name), "");
  }
}
