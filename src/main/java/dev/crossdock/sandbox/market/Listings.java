package dev.crossdock.sandbox.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.sandbox.wire.Call;
import dev.crossdock.sandbox.wire.Reply;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.wire.TokenBucket;
import dev.crossdock.sandbox.world.Holdings;
import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sandbox.world.World;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The seller's listings: read them, and patch how many there are. */
final class Listings {
  private static final String QUANTITY_PATH = "/attributes/fulfillment_availability";
  private static final int MOST_PER_PAGE = 20;
  private static final int USUAL_PER_PAGE = 10;

  /** It counts all, and lets nobody page further than this. */
  private static final int MOST_PAGED = 1_000;

  private static final String LISTED = "2025-01-06T08:00:00Z";

  private final World world;
  private final PatchQueue queue;
  private final Newcomers newcomers = new Newcomers();
  private final TokenBucket patches;
  private final TokenBucket reads;

  Listings(World world, PatchQueue queue, TokenBucket patches, TokenBucket reads) {
    this.world = world;
    this.queue = queue;
    this.patches = patches;
    this.reads = reads;
  }

  Reply patch(String sku, Call call) throws Refusal {
    spend(patches);
    marketplaces(call);
    var body = body(call);
    if (!body.path("productType").isTextual()) {
      throw Refusal.badRequest("'productType' is required.");
    }
    var quantity = quantity(body.path("patches"));
    var item = item(sku);
    var preview = "VALIDATION_PREVIEW".equals(call.parameter("mode"));
    if (quantity < 0) {
      return submission(sku, "INVALID", true, patches);
    }
    if (preview) {
      return submission(sku, "VALID", false, patches);
    }
    var write = new Holdings.Change(Market.slot(item), Optional.empty(), quantity);
    if (world.faults().hits(world.faults().of(Market.CHANNEL).acceptedNotAppliedShare())) {
      world.calls().refused(Market.CHANNEL, "patchListingsItem", "forgotten");
      world.faults().forget(write);
    } else {
      queue.accept(write);
    }
    return submission(sku, "ACCEPTED", false, patches);
  }

  private static JsonNode body(Call call) throws Refusal {
    try {
      return SandboxJson.read(call.body());
    } catch (IOException e) {
      throw Refusal.badRequest("The body is not JSON.");
    }
  }

  private static int quantity(JsonNode patches) throws Refusal {
    if (!patches.isArray() || patches.isEmpty()) {
      throw Refusal.badRequest("'patches' must hold at least one patch.");
    }
    var patch = patches.get(patches.size() - 1);
    if (!List.of("add", "replace", "merge").contains(patch.path("op").asText())) {
      throw Refusal.badRequest("'%s' is no operation.".formatted(patch.path("op").asText()));
    }
    if (!patch.path("path").asText().equals(QUANTITY_PATH)) {
      throw Refusal.badRequest(
          "Path '%s' is not supported; only top-level attributes are, and this stand-in keeps %s."
              .formatted(patch.path("path").asText(), QUANTITY_PATH));
    }
    for (var value : patch.path("value")) {
      if (value.path("fulfillment_channel_code").asText().equals("DEFAULT")
          && value.path("quantity").isInt()) {
        return value.path("quantity").intValue();
      }
    }
    throw Refusal.badRequest(
        "'value' must name fulfillment_channel_code DEFAULT and a whole quantity.");
  }

  Reply one(String sku, Call call) throws Refusal {
    spend(reads);
    marketplaces(call);
    return json(item(item(sku), call), reads);
  }

  Reply search(Call call) throws Refusal {
    spend(reads);
    marketplaces(call);
    var size = pageSize(call.parameter("pageSize"));
    var wanted = wanted(call);
    var from = pageStart(call.parameter("pageToken"));
    var all = wanted.isEmpty() ? newcomers.before(world.catalogue().all()) : known(wanted);
    var answer = SandboxJson.object();
    answer.put("numberOfResults", all.size());
    var end = Math.min(all.size(), MOST_PAGED);
    var page = all.subList(Math.min(from, end), Math.min(from + size, end));
    var pagination = answer.putObject("pagination");
    if (from + size < end) {
      pagination.put("nextToken", "page-" + (from + size));
    }
    if (from > 0) {
      pagination.put("previousToken", "page-" + Math.max(0, from - size));
    }
    var items = answer.putArray("items");
    page.forEach(item -> items.add(item(item, call)));
    if (wanted.isEmpty()) {
      newcomers.turned(world.faults().of(Market.CHANNEL).shiftPerPage());
    }
    return json(answer, reads);
  }

  private List<Item> known(List<String> skus) {
    return skus.stream().distinct().flatMap(sku -> world.catalogue().bySku(sku).stream()).toList();
  }

  private static List<String> wanted(Call call) throws Refusal {
    var identifiers = call.parameter("identifiers");
    if (identifiers == null) {
      return List.of();
    }
    if (!"SKU".equals(call.parameter("identifiersType"))) {
      throw Refusal.badRequest("This stand-in knows identifiersType SKU.");
    }
    var wanted = Arrays.asList(identifiers.split(",", -1));
    if (wanted.size() > MOST_PER_PAGE) {
      throw Refusal.badRequest("At most %d identifiers.".formatted(MOST_PER_PAGE));
    }
    return wanted;
  }

  private static int pageSize(@Nullable String asked) throws Refusal {
    try {
      var size = asked == null ? USUAL_PER_PAGE : Integer.parseInt(asked);
      if (size >= 1 && size <= MOST_PER_PAGE) {
        return size;
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw Refusal.badRequest("'pageSize' must be between 1 and %d.".formatted(MOST_PER_PAGE));
  }

  private static int pageStart(@Nullable String token) throws Refusal {
    try {
      return token == null ? 0 : Integer.parseInt(token.replace("page-", ""));
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("'pageToken' is not one of ours.");
    }
  }

  private ObjectNode item(Item item, Call call) {
    var included = Optional.ofNullable(call.parameter("includedData")).orElse("summaries");
    var held = world.holdings().at(Market.slot(item));
    var json = SandboxJson.object();
    json.put("sku", item.sku());
    if (included.contains("summaries")) {
      var summary = json.putArray("summaries").addObject();
      summary.put("marketplaceId", call.parameter("marketplaceIds"));
      summary.put("asin", item.asin());
      summary.put("productType", "SHIRT");
      summary.put("conditionType", "new_new");
      summary.putArray("status").add("DISCOVERABLE").add("BUYABLE");
      summary.put("itemName", item.title());
      summary.put("createdDate", LISTED);
      summary.put(
          "lastUpdatedDate",
          held.map(Holdings.Holding::updatedAt).map(Instant::toString).orElse(LISTED));
    }
    if (included.contains("fulfillmentAvailability")) {
      json.putArray("fulfillmentAvailability")
          .addObject()
          .put("fulfillmentChannelCode", "DEFAULT")
          .put(
              "quantity",
              world.slips().said(Market.CHANNEL, held.map(Holdings.Holding::quantity).orElse(0)));
    }
    return json;
  }

  private Item item(String sku) throws Refusal {
    return world
        .catalogue()
        .bySku(sku)
        .orElseThrow(() -> Refusal.notFound("SKU '%s' is not listed.".formatted(sku)));
  }

  private static void marketplaces(Call call) throws Refusal {
    var marketplaces = call.parameter("marketplaceIds");
    if (marketplaces == null || marketplaces.isBlank()) {
      throw Refusal.badRequest("'marketplaceIds' is required.");
    }
  }

  private static void spend(TokenBucket bucket) throws Refusal {
    if (!bucket.take(1)) {
      throw Refusal.tooMany();
    }
  }

  private static Reply submission(String sku, String status, boolean issue, TokenBucket bucket) {
    var json = SandboxJson.object();
    json.put("sku", sku);
    json.put("status", status);
    json.put("submissionId", UUID.randomUUID().toString());
    var issues = json.putArray("issues");
    if (issue) {
      var one = issues.addObject();
      one.put("code", "90244");
      one.put("message", "'quantity' must be 0 or more.");
      one.put("severity", "ERROR");
      one.putArray("attributeNames").add("fulfillment_availability");
      one.putArray("categories").add("INVALID_ATTRIBUTE");
    }
    return json(json, bucket);
  }

  static Reply json(ObjectNode body, TokenBucket bucket) {
    return Reply.json(200, body)
        .with("x-amzn-RateLimit-Limit", Double.toString(bucket.perSecond()))
        .with("x-amzn-RequestId", UUID.randomUUID().toString());
  }
}
