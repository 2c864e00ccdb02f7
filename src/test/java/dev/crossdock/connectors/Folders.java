package dev.crossdock.connectors;

import dev.crossdock.connectors.files.HubFolders;
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

  static final String KAMELET =
      """
      apiVersion: camel.apache.org/v1
      kind: Kamelet
      metadata:
        name: corner-calls-sink
        labels:
          camel.apache.org/kamelet.type: sink
      spec:
        definition:
          title: Corner shop
          description: Calls a corner shop.
          type: object
          required: [endpoint]
          properties:
            endpoint:
              title: Address
              description: Where it is.
              type: string
        template:
          from:
            uri: kamelet:source
            steps:
              - setHeader:
                  name: Content-Type
                  constant: application/json
              - to:
                  uri: "{{endpoint}}/v1/stock"
                  parameters:
                    httpMethod: POST
                    throwExceptionOnFailure: false
      """;
  static final String PUBLISH =
      """
      # Shows levels in a corner shop.
      - routeTemplate:
          id: stock-publish-corner
          parameters:
            - name: channel
            - name: endpoint
          route:
            routeConfigurationId: silence
            nodePrefixId: stock-publish-corner.{{channel}}/
            from:
              uri: direct:stock-publish-corner.{{channel}}
              steps:
                - bean:
                    id: keep
                    ref: answers
                    method: ask
                - bean:
                    id: map
                    ref: mappings
                    method: translate('stock/to-corner', ${body})
                - bean:
                    id: sign
                    ref: credentials
                    method: sign
                - to:
                    id: send
                    uri: kamelet:corner-calls-sink
                    parameters:
                      endpoint: "{{endpoint}}"
                - bean:
                    id: answer
                    ref: answers
                    method: document
      """;
  static final String POLL =
      PUBLISH
          .replace("stock-publish-corner", "orders-poll-corner")
          .replace("Shows levels in", "Asks for the orders of");
  static final String POLICY =
      """
      - routeConfiguration:
          id: silence
          onException:
            - onException:
                exception:
                  - java.io.IOException
                  - java.sql.SQLException
                  - org.springframework.dao.DataAccessException
                continued:
                  constant: "true"
                steps:
                  - setBody:
                      id: silence/empty
                      simple: "${null}"
      """;

  /** Every scheme there is. */
  static final List<SignatureScheme> SCHEMES =
      List.of(new HmacSha256Base64(), new HmacSha256Base64UrlBody(), new StandardWebhooks());

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

  /** All that a call to a corner shop takes. */
  Folders withRoutes() {
    return write("connectors/corner/corner-calls-sink.kamelet.yaml", KAMELET)
        .write("routes/stock/stock-publish-corner.camel.yaml", PUBLISH)
        .write("routes/orders/orders-poll-corner.camel.yaml", POLL)
        .write("routes/policy/silence.camel.yaml", POLICY)
        .write("mappings/stock/to-corner.jslt", "{ \"told\": .items, \"by\": $channel }\n");
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
    return new Channels(folders(), environment, found, SCHEMES);
  }
}
