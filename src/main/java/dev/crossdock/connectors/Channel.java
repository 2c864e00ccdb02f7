package dev.crossdock.connectors;

import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.PromiseRules;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connected shop, marketplace, till estate or ERP: what its file in {@code config/channels/}
 * says, without its secrets.
 *
 * @param id its name, the same as its file's
 * @param system which connector speaks to it
 * @param roles what it is to the retailer: storefront, marketplace, pos, erp, wms, pim
 * @param endpoint where it is; empty when it is not known yet
 * @param zone in which it tells local time
 * @param currency ISO 4217
 * @param settings what its connector asks for
 * @param shows whether it is told what can be sold
 * @param reserveAt where its orders take their stock; null when it takes no orders
 * @param slots its own locations, and ours behind each
 * @param keeps our locations whose stock it decides
 * @param books whether every change made elsewhere is staged there
 * @param receivesAt the address at which its webhooks reach us, as the system was told it; empty
 *     when nobody needs to know
 * @param promise how much of what could be sold it may promise
 */
public record Channel(
    String id,
    String system,
    Set<String> roles,
    String endpoint,
    ZoneId zone,
    String currency,
    Map<String, String> settings,
    boolean shows,
    @Nullable LocationId reserveAt,
    List<Slot> slots,
    List<LocationId> keeps,
    boolean books,
    String receivesAt,
    PromiseRules promise) {

  /** Takes copies. */
  public Channel {
    roles = Set.copyOf(roles);
    settings = Map.copyOf(settings);
    slots = List.copyOf(slots);
    keeps = List.copyOf(keeps);
  }

  /** Where the system was told to post a topic; the topic is empty when it has one address. */
  public String addressOf(String topic) {
    return topic.isEmpty() ? receivesAt : receivesAt + "/" + topic;
  }
}
