package dev.crossdock.connectors;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells whether a webhook really comes from the channel it names. */
@Component
public final class Signatures {
  private final Channels channels;
  private final Clock clock;
  private final Map<String, SignatureScheme> schemes;

  Signatures(Channels channels, Clock clock, List<SignatureScheme> schemes) {
    this.channels = channels;
    this.clock = clock;
    this.schemes =
        schemes.stream().collect(Collectors.toMap(SignatureScheme::name, Function.identity()));
  }

  /**
   * Whether a webhook was signed with one of the channel's secrets; every secret is tried, so that
   * the time taken does not tell which one it was. A channel that signs nothing is never believed.
   *
   * @param topic what stood in its address behind the channel; empty when nothing did
   * @param header the value of a header that came with it, its name in any case; null when it did
   *     not
   * @param body the raw bytes, before anything has read them
   */
  public boolean verify(
      Channel channel, String topic, Function<String, @Nullable String> header, byte[] body) {
    var connected = channels.connected(channel.id());
    var signature = connected.map(c -> c.manifest().signature());
    if (connected.isEmpty() || signature.isEmpty()) {
      return false;
    }
    var scheme = schemes.get(signature.get().scheme());
    var webhook =
        new SignedWebhook(
            connected.get().channel().addressOf(topic),
            header,
            signature.get().header(),
            clock.instant());
    var genuine = false;
    for (var secret : connected.get().secret(signature.get().secret())) {
      genuine |= scheme != null && scheme.matches(webhook, body, secret.bytes());
    }
    return genuine;
  }
}
