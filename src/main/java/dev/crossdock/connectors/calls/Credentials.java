package dev.crossdock.connectors.calls;

import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.files.Connected;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Step;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes our calls prove who we are, in the way the channel's manifest names. */
@Component("credentials")
public class Credentials {
  /** The exchange property that says whose call this is. */
  public static final String CHANNEL = "HubChannel";

  /** The code of a call that was not made because the channel gave no token in time. */
  public static final String NO_TOKEN = "CON-042";

  static final String HEADER = "HubCredentialHeader";
  private static final String ANSWERS = "HubAnswerHeaders";
  static final String REFUSED = "HubCredentialRefused";
  private static final String TOKEN = "HubCredentialToken";

  private final Channels channels;
  private final AccessTokens tokens;

  Credentials(Channels channels, AccessTokens tokens) {
    this.channels = channels;
    this.tokens = tokens;
  }

  /**
   * Strips a call of all but the headers every call may have, and puts the channel's credential in
   * its own.
   *
   * @throws HubException {@code CON-040} when nobody can say whose call it is; {@code CON-041} to
   *     {@code CON-043} when no token is to be had
   */
  @Step("Strip the call of what must not leave, and prove who we are")
  public void sign(Exchange exchange) {
    exchange.getMessage().getHeaders().keySet().removeIf(name -> !Headers.isRequest(name));
    var connected = connected(exchange);
    exchange.setProperty(ANSWERS, String.join(" ", connected.manifest().answerHeaders()));
    var auth = connected.manifest().auth();
    if (auth == null || auth.header() == null) {
      return;
    }
    exchange.setProperty(HEADER, auth.header());
    exchange.getMessage().setHeader(auth.header(), credential(exchange, connected, auth));
  }

  /**
   * After a call that the channel refused to believe: gets a new token if the old one is to blame.
   *
   * @return whether the call should be made once more
   */
  public boolean renewAfter(Exchange exchange) {
    var used = exchange.getProperty(TOKEN, AccessToken.class);
    if (used == null || !exchange.getProperty(REFUSED, false, Boolean.class)) {
      return false;
    }
    return tokens.renew(connected(exchange), used);
  }

  /** Whose call this is: said when it was made, else by the name of its route. */
  static @Nullable String channel(Exchange exchange) {
    var said = exchange.getProperty(CHANNEL, String.class);
    var route = exchange.getFromRouteId();
    if (said != null || route == null) {
      return said;
    }
    return route.substring(route.lastIndexOf('.') + 1);
  }

  /** The header this call's credential is in; empty when it has none. */
  static String header(@Nullable Exchange exchange) {
    return exchange == null ? "" : exchange.getProperty(HEADER, "", String.class);
  }

  /** The headers of the answer that the manifest asks for beside the usual ones. */
  static List<String> answerHeaders(Exchange exchange) {
    return List.of(exchange.getProperty(ANSWERS, "", String.class).split(" "));
  }

  private String credential(Exchange exchange, Connected connected, Manifest.Auth auth) {
    if (auth.secret() != null) {
      return connected.secret(auth.secret()).get(0).reveal();
    }
    var token = tokens.current(connected);
    exchange.setProperty(TOKEN, token);
    return token.secret().reveal();
  }

  private Connected connected(Exchange exchange) {
    var channel = channel(exchange);
    return channels
        .connected(channel == null ? "" : channel)
        .orElseThrow(
            () ->
                new HubException(
                    new Failure.Transient(
                        "CON-040",
                        "a call is signed for the channel '%s', which is not there; restore its file."
                            .formatted(channel))));
  }
}
