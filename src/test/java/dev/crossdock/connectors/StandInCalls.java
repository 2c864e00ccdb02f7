package dev.crossdock.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.files.HubFolders;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** Calls stand-ins of channels, which live in another process, without any route in between. */
public final class StandInCalls extends Flows {
  private static final int PATIENCE_MILLIS = 5_000;

  private final String address;

  /** Where the stand-ins listen. */
  @SuppressWarnings("NullAway") // no route is ever asked
  public StandInCalls(String address) {
    super(camel(), null, null, null, null, java.time.Clock.systemUTC());
    this.address = address;
  }

  /** The parts of this module that need no Camel. */
  public static Class<?>[] parts() {
    return new Class<?>[] {
      HmacSha256Base64.class, Channels.class, Budgets.class, Doors.class, HubFolders.class
    };
  }

  @Override
  public JsonNode call(String template, String channel, JsonNode document, Flows.Witness witness) {
    try {
      var url = URI.create("%s/%s/%s".formatted(address, channel, template)).toURL();
      var call = (HttpURLConnection) url.openConnection();
      call.setConnectTimeout(PATIENCE_MILLIS);
      call.setReadTimeout(PATIENCE_MILLIS);
      call.setDoOutput(true);
      call.getOutputStream().write(Json.text(document).getBytes(StandardCharsets.UTF_8));
      try (var answer = call.getInputStream()) {
        var read = Json.read(answer.readAllBytes());
        witness.saw(document, read);
        return read;
      }
    } catch (IOException e) {
      throw new HubException(
          new Failure.Transient("TST-001", "channel %s: %s".formatted(channel, e)), e);
    }
  }

  private static CamelContext camel() {
    return nothing(CamelContext.class, nothing(ProducerTemplate.class, "none"));
  }

  @SuppressWarnings("NullAway")
  private static <T> T nothing(Class<T> type, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            StandInCalls.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> method.getReturnType().isInstance(answer) ? answer : null));
  }
}
