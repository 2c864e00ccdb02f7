package dev.crossdock.connectors;

import dev.crossdock.kernel.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.mock.env.MockEnvironment;

/** The four folders of an integration engineer, made for one test. */
final class Folders {
  static final String MANIFEST =
      """
      system: corner
      api: invented
      signature: { scheme: hmac-sha256-base64, header: X-Corner-Hmac, secret: webhook }
      topicHeader: X-Corner-Topic
      headers: [X-Corner-Topic, X-Corner-Id]
      topics:
        orders/create: { intake: orders-intake-corner, messageId: header:X-Corner-Id, orderKey: body:/id, dedupe: [business-key] }
      auth: { scheme: header, header: X-Corner-Token, secret: accessToken }
      reads:
        orders: { route: orders-poll-corner, cursor: updated_at, overlap: 5m, topic: orders/create, budget: calls }
      writes:
        stock: { route: stock-publish-corner, batch: 250, partialFailure: all-or-nothing, compareAndSet: true, budget: calls, cost: 10, readAfterWrite: 0s }
      budgets:
        calls: { model: cost-points, scope: credential, perSecond: 100, burst: 1000 }
      ownEffects: { sells: true }
      """;
  static final String CHANNEL =
      """
      id: shop
      system: corner
      roles: [storefront]
      endpoint: ${hub.sandbox.url:http://127.0.0.1:8090}/corner
      zone: Europe/London
      currency: GBP
      settings: { shop: demo.example, api: 2026-07 }
      secrets:
        accessToken: ${secret:shop-access-token}
        webhook: [ "${secret:shop-webhook}" ]
      shows: true
      reserveAt: dc
      slots:
        - { slot: "655441491", locations: [dc, leeds, york] }
      keeps: []
      """;

  final Path root;
  final MockEnvironment environment = new MockEnvironment();
  private Map<String, String> secrets =
      Map.of("shop-access-token", "a-token", "shop-webhook", "a-secret", "older", "old-secret");

  Folders(Path root) {
    this.root = root;
    write("connectors/corner/manifest.yaml", MANIFEST);
    write("config/channels/shop.yaml", CHANNEL);
    write("routes/.keep", "");
    write("mappings/.keep", "");
  }

  Folders secrets(Map<String, String> known) {
    secrets = known;
    return this;
  }

  Folders write(String file, String text) {
    try {
      var path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HubFolders folders() {
    return new HubFolders(
        root.resolve("connectors"),
        root.resolve("config/channels"),
        root.resolve("routes"),
        root.resolve("mappings"));
  }

  Channels channels() {
    Secrets found = name -> Optional.ofNullable(secrets.get(name));
    return new Channels(folders(), environment, found, List.of(new HmacSha256Base64()));
  }
}
