package dev.crossdock.connectors;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells whether a call to the hub really comes from the channel it names. */
@Component
public final class ApiTokens {
  private static final String SECRET = "api";
  private static final String SCHEME = "Bearer ";

  private final Channels channels;

  ApiTokens(Channels channels) {
    this.channels = channels;
  }

  /**
   * Whether a call carries one of the channel's tokens; every token is tried, so that the time
   * taken does not tell which one it was. A channel without a token is never believed.
   *
   * @param authorization the header of that name; null when there was none
   */
  public boolean verify(String channel, @Nullable String authorization) {
    var connected = channels.connected(channel);
    if (connected.isEmpty() || authorization == null || !authorization.startsWith(SCHEME)) {
      return false;
    }
    var token = authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8);
    var genuine = false;
    for (var secret : connected.get().secret(SECRET)) {
      genuine |= MessageDigest.isEqual(secret.bytes(), token);
    }
    return genuine;
  }
}
