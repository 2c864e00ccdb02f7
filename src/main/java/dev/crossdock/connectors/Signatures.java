package dev.crossdock.connectors;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells whether a webhook really comes from the channel it names. */
@Component
public final class Signatures {
  private final Channels channels;
  private final Map<String, SignatureScheme> schemes;

  Signatures(Channels channels, List<SignatureScheme> schemes) {
    this.channels = channels;
    this.schemes =
        schemes.stream().collect(Collectors.toMap(SignatureScheme::name, Function.identity()));
  }

  /** The schemes a manifest may name. */
  static Set<String> names(List<SignatureScheme> schemes) {
    return schemes.stream().map(SignatureScheme::name).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether the body was signed with one of the channel's secrets; every secret is tried, so that
   * the time taken does not tell which one it was. A channel that signs nothing is never believed.
   *
   * @param header the value of a header that came with it, its name in any case; null when it did
   *     not
   * @param body the raw bytes, before anything has read them
   */
  public boolean verify(Channel channel, Function<String, @Nullable String> header, byte[] body) {
    var connected = channels.connected(channel.id());
    var signature = connected.map(c -> c.manifest().signature());
    if (connected.isEmpty() || signature.isEmpty()) {
      return false;
    }
    var scheme = schemes.get(signature.get().scheme());
    var given = Objects.requireNonNullElse(header.apply(signature.get().header()), "");
    var genuine = false;
    for (var secret : connected.get().secret(signature.get().secret())) {
      genuine |= scheme != null && scheme.matches(given, body, secret.bytes());
    }
    return genuine;
  }
}
