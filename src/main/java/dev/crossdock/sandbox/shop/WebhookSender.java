package dev.crossdock.sandbox.shop;

import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.wire.WireServer;
import dev.crossdock.sandbox.world.Book;
import dev.crossdock.sandbox.world.Database;
import dev.crossdock.sandbox.world.Journal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Carries webhooks to the hub, signed, and again until the hub says it has them. */
public final class WebhookSender implements AutoCloseable {
  private static final int AT_ONCE = 48;
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int LONGEST_WAIT_SECONDS = 10;

  private final Subscriptions subscriptions;
  private final byte[] secret;
  private final Book book;
  private final Journal.Table table;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(3, WireServer.daemon("http"));
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(WireServer.daemon("resend"));
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .executor(threads)
          .build();
  private final Deque<Attempt> ready = new ArrayDeque<>();
  private final AtomicInteger pending = new AtomicInteger();
  private int underway;

  private record Attempt(Webhook webhook, int number) {}

  /** Takes up what was not yet delivered when the sandbox last stopped. */
  WebhookSender(
      Subscriptions subscriptions, String secret, Book book, Database database, Journal journal) {
    this.subscriptions = subscriptions;
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.book = book;
    table = journal.table("sandbox.shop_webhooks", List.of("id"), List.of("document"));
    var left = new ArrayList<Webhook>();
    database.query(
        "select document from sandbox.shop_webhooks order by id",
        row -> left.add(SandboxJson.read(row.getString(1), Webhook.class)));
    left.forEach(webhook -> send(webhook, Duration.ofMillis(200)));
  }

  /** Webhooks the hub has not yet taken. */
  public int pending() {
    return pending.get();
  }

  void send(Webhook webhook, Duration wait) {
    pending.incrementAndGet();
    table.put(webhook.id(), SandboxJson.text(webhook));
    later(new Attempt(webhook, 1), wait.toMillis());
  }

  private void later(Attempt attempt, long millis) {
    if (timer.isShutdown()) {
      return;
    }
    if (millis <= 0) {
      queue(attempt);
      return;
    }
    var unused = timer.schedule(() -> queue(attempt), millis, TimeUnit.MILLISECONDS);
  }

  private synchronized void queue(Attempt attempt) {
    ready.add(attempt);
    dispatch();
  }

  private synchronized void done() {
    underway--;
    dispatch();
  }

  private synchronized void dispatch() {
    while (underway < AT_ONCE && !ready.isEmpty()) {
      var next = ready.remove();
      var address = subscriptions.address(next.webhook().topic());
      book.emitted(next.webhook().facts());
      if (address.isPresent()) {
        underway++;
        attempt(next, address.get());
      } else {
        forget(next.webhook());
      }
    }
  }

  private void attempt(Attempt attempt, URI address) {
    var webhook = attempt.webhook();
    var unused =
        client
            .sendAsync(request(address, webhook), HttpResponse.BodyHandlers.discarding())
            .handle(
                (answer, failure) -> {
                  var taken = failure == null && answer.statusCode() / 100 == 2;
                  if (taken || subscriptions.failed(webhook.topic(), attempt.number())) {
                    forget(webhook);
                  } else {
                    later(new Attempt(webhook, attempt.number() + 1), backoff(attempt.number()));
                  }
                  done();
                  return taken;
                });
  }

  private void forget(Webhook webhook) {
    pending.decrementAndGet();
    table.remove(webhook.id());
  }

  private static long backoff(int attempts) {
    return Math.min(LONGEST_WAIT_SECONDS, 1L << Math.min(attempts - 1, 10)) * 1000;
  }

  private HttpRequest request(URI address, Webhook webhook) {
    var body = webhook.body().getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(address)
        .timeout(DEADLINE)
        .header("Content-Type", "application/json")
        .header("User-Agent", "Shopify-Captain-Hook")
        .header("X-Shopify-Topic", webhook.topic())
        .header("X-Shopify-Hmac-Sha256", sign(body))
        .header("X-Shopify-Shop-Domain", "crossdock-demo.myshopify.com")
        .header("X-Shopify-API-Version", "2026-07")
        .header("X-Shopify-Webhook-Id", webhook.id())
        .header("X-Shopify-Event-Id", webhook.eventId())
        .header("X-Shopify-Triggered-At", webhook.triggeredAt())
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private String sign(byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    WireServer.end(timer);
    WireServer.end(threads);
  }
}
