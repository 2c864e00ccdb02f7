package dev.crossdock.connectors.files;

import dev.crossdock.connectors.SignatureScheme;
import dev.crossdock.kernel.Yaml;
import java.util.List;

/**
 * Refuses a channel whose webhooks could never be believed, before the first one is turned away.
 */
final class SignedChannel {
  private final List<SignatureScheme> schemes;

  SignedChannel(List<SignatureScheme> schemes) {
    this.schemes = List.copyOf(schemes);
  }

  void check(String file, Yaml.Document document, Connected connected) throws Unusable {
    var signature = connected.manifest().signature();
    if (signature == null) {
      return;
    }
    for (var scheme : schemes) {
      if (scheme.name().equals(signature.scheme())) {
        requireAddress(file, document, connected, scheme);
        for (var secret : connected.secret(signature.secret())) {
          var objection = scheme.objectionTo(signature.header(), secret.bytes());
          if (objection.isPresent()) {
            throw new Unusable(
                file,
                document.line("/secrets/" + signature.secret()),
                "CON-014",
                "channel %s: the secret '%s' %s; correct it."
                    .formatted(connected.channel().id(), signature.secret(), objection.get()));
          }
        }
      }
    }
  }

  private static void requireAddress(
      String file, Yaml.Document document, Connected connected, SignatureScheme scheme)
      throws Unusable {
    if (scheme.signsTheAddress() && connected.channel().receivesAt().isEmpty()) {
      throw new Unusable(
          file,
          document.line("/receivesAt"),
          "CON-015",
          "channel %s does not say at which address its webhooks reach us, which %s signs too; write receivesAt as the platform was told it, such as https://hub.example/webhooks/%s."
              .formatted(connected.channel().id(), scheme.name(), connected.channel().id()));
    }
  }
}
