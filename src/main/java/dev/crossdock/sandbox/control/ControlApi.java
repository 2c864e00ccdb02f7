package dev.crossdock.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.sandbox.erp.Shipping;
import dev.crossdock.sandbox.market.Market;
import dev.crossdock.sandbox.shop.Shop;
import dev.crossdock.sandbox.tills.Tills;
import dev.crossdock.sandbox.traffic.Generator;
import dev.crossdock.sandbox.wire.Call;
import dev.crossdock.sandbox.wire.Reply;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.wire.TokenBucket;
import dev.crossdock.sandbox.world.Faults;
import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sandbox.world.Place;
import dev.crossdock.sandbox.world.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sandbox's own buttons and dials, for a person or a test that knows the token. */
public final class ControlApi {
  /** Where it listens. */
  public static final String PATH = "/control/";

  private static final Set<String> CHANNELS = Set.of("shop", "market", "tills", "erp");

  private final World world;
  private final Generator generator;
  private final Shop shop;
  private final Market market;
  private final Tills tills;
  private final Oracle oracle;
  private final Shipping shipping;
  private final WorldDials dials;
  private final MistakeDials mistakes;
  private final byte[] token;

  /** The dials of all stand-ins. */
  public ControlApi(
      World world,
      Generator generator,
      Shop shop,
      Market market,
      Tills tills,
      Oracle oracle,
      Shipping shipping,
      WorldDials dials,
      MistakeDials mistakes,
      String token) {
    this.world = world;
    this.generator = generator;
    this.shop = shop;
    this.market = market;
    this.tills = tills;
    this.oracle = oracle;
    this.shipping = shipping;
    this.dials = dials;
    this.mistakes = mistakes;
    this.token = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
  }

  /** Answers one call. */
  public Reply answer(Call call) {
    var given = Optional.ofNullable(call.header("Authorization")).orElse("");
    if (!MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) {
      return error(401, "the control token is missing or wrong");
    }
    try {
      return serve(call);
    } catch (IllegalArgumentException e) {
      return error(400, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return error(400, "the body is not JSON");
    }
  }

  private Reply serve(Call call) throws IOException {
    var parts = call.partsAfter(PATH);
    var what = call.method() + " " + (parts.isEmpty() ? "" : parts.get(0));
    return switch (what) {
      case "GET status" -> Reply.json(200, status());
      case "POST traffic" -> traffic(SandboxJson.read(call.body()));
      case "DELETE traffic" -> stop();
      case "GET faults" -> Reply.json(200, world.faults().all());
      case "PUT faults" ->
          faults(parts.size() < 2 ? "" : parts.get(1), SandboxJson.read(call.body()));
      case "GET limits" -> Reply.json(200, limits());
      case "PUT limits" -> limits(SandboxJson.read(call.body()));
      case "POST edit" -> edit(SandboxJson.read(call.body()));
      case "PUT says" ->
          mistakes.says(parts.size() < 2 ? "" : parts.get(1), SandboxJson.read(call.body()));
      case "GET says" -> Reply.json(200, world.slips().all());
      case "POST mistake" -> mistakes.really(SandboxJson.read(call.body()));
      case "POST silence" -> mistakes.silence(SandboxJson.read(call.body()));
      case "POST burst" -> burst(SandboxJson.read(call.body()));
      case "POST shipments" -> Reply.json(200, shipping.ship(SandboxJson.read(call.body())));
      case "POST plant" -> plant(SandboxJson.read(call.body()));
      case "POST subscriptions" -> subscriptions(SandboxJson.read(call.body()));
      case "GET facts" ->
          Reply.json(200, oracle.facts(number(call, "after", 0), number(call, "limit", 10_000)));
      case "GET expected" -> Reply.json(200, oracle.expected());
      case "GET storage" -> Reply.json(200, oracle.storage());
      case "GET documents" -> Reply.json(200, oracle.documents());
      case "GET forgotten" -> Reply.json(200, oracle.forgotten());
      case "GET calls" -> Reply.json(200, world.calls().all());
      case "PUT catalogue" -> dials.enlarge(SandboxJson.read(call.body()));
      case "PUT scopes" -> dials.grant(SandboxJson.read(call.body()));
      case "POST stock-file" -> dials.countStock();
      case "GET catalogue" -> Reply.json(200, world.catalogue().items());
      default -> error(404, "no such button: " + what);
    };
  }

  private ObjectNode status() {
    var json = SandboxJson.object();
    json.put("pid", ProcessHandle.current().pid());
    json.put("seed", world.seed());
    json.putObject("traffic")
        .put("running", generator.rate() > 0)
        .put("rate", generator.rate())
        .put("emitted", generator.emitted());
    json.put("pendingWebhooks", shop.pendingWebhooks() + tills.waiting());
    json.put("pendingReceipts", tills.waiting());
    json.put("unansweredAtTills", generator.unanswered());
    json.put("untoldFacts", world.book().untold());
    json.put("unbookedErp", oracle.unbooked());
    return json;
  }

  private Reply traffic(JsonNode body) {
    var mix = new LinkedHashMap<String, Double>();
    body.path("mix").properties().forEach(one -> mix.put(one.getKey(), one.getValue().asDouble()));
    var rate = body.path("rate").asDouble(-1);
    if (rate < 0 || rate > 5_000) {
      throw new IllegalArgumentException("'rate' must be between 0 and 5000 events a second");
    }
    generator.run(rate, mix);
    return Reply.json(200, status());
  }

  private Reply stop() {
    generator.stop();
    return Reply.json(200, status());
  }

  private Reply faults(String channel, JsonNode body) {
    if (!CHANNELS.contains(channel)) {
      throw new IllegalArgumentException("'%s' is no channel".formatted(channel));
    }
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!FAULTS.contains(name)) {
                throw new IllegalArgumentException(
                    "'%s' is no fault; the faults are %s".formatted(name, FAULTS));
              }
            });
    world.faults().plan(channel, SandboxJson.convert(body, Faults.Plan.class));
    return Reply.json(200, world.faults().all());
  }

  private static final Set<String> FAULTS =
      Set.of(
          "latencyMillis",
          "throttledShare",
          "errorShare",
          "lostShare",
          "duplicatedShare",
          "reorderSeconds",
          "lateSeconds",
          "acceptedNotAppliedShare",
          "shiftPerPage");

  private Reply limits(JsonNode body) {
    var points = shop.points();
    limit(
        points,
        body.path("shopPointsPerSecond").asDouble(points.perSecond()),
        body.path("shopMaxPoints").asDouble(points.most()));
    var patches = market.patches();
    var perSecond = body.path("marketPatchesPerSecond").asDouble(patches.perSecond());
    limit(patches, perSecond, Math.max(5, perSecond));
    var polls = market.orderPolls();
    limit(polls, body.path("marketOrdersPerSecond").asDouble(polls.perSecond()), polls.most());
    return Reply.json(200, limits());
  }

  private static void limit(TokenBucket bucket, double perSecond, double most) {
    if (perSecond <= 0 || most < 1) {
      throw new IllegalArgumentException("limits must be above 0");
    }
    bucket.limit(perSecond, most);
  }

  private Map<String, Double> limits() {
    return Map.of(
        "shopPointsPerSecond", shop.points().perSecond(),
        "shopMaxPoints", shop.points().most(),
        "marketPatchesPerSecond", market.patches().perSecond(),
        "marketOrdersPerSecond", market.orderPolls().perSecond());
  }

  private Reply subscriptions(JsonNode body) {
    if (body.has("droppedAfter")) {
      shop.subscriptions().droppedAfter(body.get("droppedAfter").asInt());
    }
    var dropped = body.has("drop") && shop.subscriptions().drop(body.get("drop").asText());
    return Reply.json(200, Map.of("dropped", dropped));
  }

  private Reply edit(JsonNode body) {
    var item = item(body);
    var quantity = body.path("quantity").asInt();
    var channel = body.path("channel").asText();
    if (channel.equals("erp")) {
      generator.editErp(item, warehouse(body), quantity);
    } else {
      mistakes.edit(channel, item, quantity, body.path("webhook").asBoolean(true));
    }
    return Reply.json(200, Map.of("edited", item.sku()));
  }

  private static Place warehouse(JsonNode body) {
    var slot = body.path("slot").asText("DC1");
    return Place.ofWarehouse(slot)
        .orElseThrow(() -> new IllegalArgumentException("'%s' is no warehouse".formatted(slot)));
  }

  private Reply burst(JsonNode body) {
    var count = body.path("count").asInt(1_000);
    var within = Duration.ofMillis(body.path("withinMillis").asLong(1_000));
    var sold = generator.burst(body.path("channel").asText("shop"), item(body), count, within);
    return Reply.json(200, Map.of("asked", count, "sold", sold));
  }

  private Reply plant(JsonNode body) {
    var count = body.path("count").asInt(1);
    generator.plant(body.path("kind").asText("bad-row"), count);
    return Reply.json(200, Map.of("planted", count));
  }

  private Item item(JsonNode body) {
    var sku = body.path("sku").asText();
    return world
        .catalogue()
        .bySku(sku)
        .orElseThrow(() -> new IllegalArgumentException("'%s' is no SKU of ours".formatted(sku)));
  }

  private static long number(Call call, String name, long otherwise) {
    var text = call.parameter(name);
    return text == null ? otherwise : Long.parseLong(text);
  }

  private static Reply error(int status, String message) {
    return Reply.json(status, Map.of("error", message));
  }
}
