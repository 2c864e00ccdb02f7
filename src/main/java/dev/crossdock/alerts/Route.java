package dev.crossdock.alerts;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of which alerts, how, and how often; a file of {@code config/alerts/}. Its secrets
 * stay names until the moment they are needed.
 *
 * @param kinds of alerts; empty for all
 * @param channels of which; empty for all, and for the hub itself
 * @param after how long an alert lasts before it is told
 * @param gather for how long alerts are gathered into one message
 * @param again after how long it is told again while nobody is at it; null for never
 * @param resolved whether it is told when it is over
 */
record Route(
    String id,
    List<String> kinds,
    List<String> channels,
    Duration after,
    Duration gather,
    @Nullable Duration again,
    boolean resolved,
    To to) {

  /** Where it goes. */
  sealed interface To {
    /** Whether who hears the same message twice knows that it is the same. */
    boolean knowsRepeats();

    /** What secrets it needs, by name. */
    List<String> secrets();
  }

  /** An address of somebody's own, signed as Standard Webhooks says: the id tells a repeat. */
  record Webhook(URI url, String secret) implements To {
    @Override
    public boolean knowsRepeats() {
      return true;
    }

    @Override
    public List<String> secrets() {
      return List.of(secret);
    }
  }

  /**
   * A channel of a chat.
   *
   * @param url the secret that is its address
   */
  record Slack(String url) implements To {
    @Override
    public boolean knowsRepeats() {
      return false;
    }

    @Override
    public List<String> secrets() {
      return List.of(url);
    }
  }

  /**
   * Letter boxes.
   *
   * @param tls {@code starttls}, {@code implicit} or {@code none}
   * @param user whom the server knows us as; null when it does not ask
   */
  record Mail(
      String host,
      int port,
      String tls,
      @Nullable String user,
      @Nullable String password,
      String from,
      List<String> to)
      implements To {
    @Override
    public boolean knowsRepeats() {
      return false;
    }

    @Override
    public List<String> secrets() {
      return password == null ? List.of() : List.of(password);
    }
  }
}
