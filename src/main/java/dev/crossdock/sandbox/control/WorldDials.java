package dev.crossdock.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.sandbox.erp.Erp;
import dev.crossdock.sandbox.shop.AccessScopes;
import dev.crossdock.sandbox.tills.Tills;
import dev.crossdock.sandbox.wire.Reply;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How large the catalogue is, what the shop grants, and a stock file of the tills when wanted. */
public final class WorldDials {
  private static final int MOST = 10_000_000;

  private final World world;
  private final Erp erp;
  private final Tills tills;
  private final AccessScopes scopes;

  /** The dials of the world. */
  public WorldDials(World world, Erp erp, Tills tills, AccessScopes scopes) {
    this.world = world;
    this.erp = erp;
    this.tills = tills;
    this.scopes = scopes;
  }

  Reply enlarge(JsonNode body) {
    var more = body.path("more").asInt(-1);
    if (more < 0 || more > MOST) {
      throw new IllegalArgumentException("'more' must be between 0 and %d goods".formatted(MOST));
    }
    var before = world.catalogue().more();
    world.enlarge(more);
    if (body.path("erp").asBoolean(false)) {
      var bought = world.catalogue().items().size();
      erp.list(
          world.catalogue().all().subList(bought + Math.min(before, more), bought + more),
          world.catalogue());
    }
    return Reply.json(200, SandboxJson.object().put("goods", world.catalogue().all().size()));
  }

  Reply grant(JsonNode body) {
    List<String> granted = new ArrayList<>();
    body.path("granted").forEach(scope -> granted.add(scope.asText()));
    scopes.grant(body.has("granted") ? granted : AccessScopes.all());
    return Reply.json(200, Map.of("granted", body.has("granted") ? granted : AccessScopes.all()));
  }

  Reply countStock() {
    return Reply.json(200, Map.of("file", tills.dropStock()));
  }
}
