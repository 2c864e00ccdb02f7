package dev.crossdock.edge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A webhook as the shop sends it: signed over its raw body, its topic in a header. */
public final class SignedPost {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final String url;
  private final byte[] body;
  private final Map<String, String> headers = new LinkedHashMap<>();

  /** Signed, with the topic header that fits the address. */
  public SignedPost(String edge, String channel, String topic, byte[] body, String secret) {
    this.url = edge + "/webhooks/" + channel + "/" + topic;
    this.body = body;
    headers.put("Content-Type", "application/json");
    headers.put("X-Shopify-Topic", topic);
    headers.put("X-Shopify-Webhook-Id", "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043");
    headers.put("X-Shopify-Hmac-Sha256", signature(body, secret));
  }

  /** With another header, or another value of one. */
  public SignedPost with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  /** Without a header. */
  public SignedPost without(String header) {
    headers.remove(header);
    return this;
  }

  /** Sends it and returns the answer. */
  public HttpResponse<String> send() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  /** Sends it and returns the status. */
  public int status() throws IOException, InterruptedException {
    return send().statusCode();
  }

  /** HMAC-SHA256 over the body, in base64. */
  public static String signature(byte[] body, String secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              secret.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
