package dev.crossdock.faults.core;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where senders send to: the door of whoever lives there now.
 *
 * @param port 0 while nobody does
 * @param path {@code keep} at the core's own door, {@code webhooks} at the hub's
 */
public record Door(int port, String path) {
  /** What senders sign with. */
  public static final String SECRET = "a-secret-of-a-test-0123456789abcdefghijklm";

  /** One message, once; whether it was taken. */
  public boolean tell(String channel, String topic, String id, String body) {
    return send("/%s/%s/%s".formatted(path, channel, topic), id, body);
  }

  /** Something that is no message. */
  boolean send(String address, String id, String body) {
    try {
      var url = URI.create("http://127.0.0.1:" + port + address).toURL();
      var call = (HttpURLConnection) url.openConnection();
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      call.setConnectTimeout(1_000);
      call.setReadTimeout(15_000);
      call.setRequestProperty("X-Id", id);
      call.setRequestProperty("X-Hmac", signature(bytes));
      call.setRequestProperty("Content-Type", "application/json");
      call.setDoOutput(true);
      call.getOutputStream().write(bytes);
      return call.getResponseCode() / 100 == 2;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static String signature(byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
