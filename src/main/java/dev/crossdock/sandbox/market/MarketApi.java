package dev.crossdock.sandbox.market;

import dev.crossdock.sandbox.wire.Call;
import dev.crossdock.sandbox.wire.Reply;
import dev.crossdock.sandbox.world.Faults;
import dev.crossdock.sandbox.world.World;

/** The marketplace's front door: who may ask what, and what goes wrong on the way. */
public final class MarketApi {
  /** Where it listens. */
  public static final String PATH = "/amazon/";

  private static final String TOKENS = PATH + "auth/o2/token";
  private static final String ORDERS = PATH + "orders/2026-01-01/orders";
  private static final String SENT_ORDERS = PATH + "orders/v0/orders/";
  private static final String REPORTS = PATH + "reports/2021-06-30/reports";
  private static final String DOCUMENTS = PATH + "reports/2021-06-30/documents/";
  private static final String LISTINGS = PATH + "listings/2021-08-01/items/";

  private final World world;
  private final MarketTokens tokens;
  private final Listings listings;
  private final OrderSearch orders;
  private final Shipments shipments;
  private final Reports reports;

  MarketApi(
      World world,
      MarketTokens tokens,
      Listings listings,
      OrderSearch orders,
      Shipments shipments,
      Reports reports) {
    this.world = world;
    this.tokens = tokens;
    this.listings = listings;
    this.orders = orders;
    this.shipments = shipments;
    this.reports = reports;
  }

  /** Answers one call. */
  public Reply answer(Call call) {
    var plan = world.faults().of(Market.CHANNEL);
    if (call.path().equals(TOKENS)) {
      world.calls().served(Market.CHANNEL, "token");
      return tokens.answer(call).after(plan.latency());
    }
    if (call.path().startsWith(Reports.FILES)) {
      return reports.file(call).after(plan.latency());
    }
    var operation = operation(call);
    try {
      var reply = answer(call, operation, plan);
      world.calls().served(Market.CHANNEL, operation);
      return reply.after(plan.latency());
    } catch (Refusal e) {
      world.calls().refused(Market.CHANNEL, operation, e.code());
      return e.reply().after(plan.latency());
    }
  }

  private Reply answer(Call call, String operation, Faults.Plan plan) throws Refusal {
    if (!tokens.knows(call.header("x-amz-access-token"))) {
      throw Refusal.forbidden();
    }
    if (world.faults().hits(plan.throttledShare())) {
      throw Refusal.tooMany();
    }
    var failing = world.faults().hits(plan.errorShare());
    if (failing && world.faults().hits(0.5)) {
      throw Refusal.broken();
    }
    var reply = serve(call, operation);
    if (failing) {
      throw Refusal.broken();
    }
    return reply;
  }

  private Reply serve(Call call, String operation) throws Refusal {
    var parts = call.partsAfter(LISTINGS);
    return switch (operation) {
      case "searchOrders" -> orders.search(call);
      case "getOrder" -> orders.one(call.partsAfter(ORDERS).get(0), call);
      case "confirmShipment" -> shipments.confirm(call.partsAfter(SENT_ORDERS).get(0), call);
      case "patchListingsItem" -> listings.patch(parts.get(1), call);
      case "getListingsItem" -> listings.one(parts.get(1), call);
      case "searchListingsItems" -> listings.search(call);
      case "createReport" -> reports.create(call);
      case "getReport" -> reports.one(call.partsAfter(REPORTS).get(0));
      case "getReportDocument" -> reports.document(call.partsAfter(DOCUMENTS).get(0), call);
      default -> throw Refusal.notFound("%s %s".formatted(call.method(), call.path()));
    };
  }

  private static String operation(Call call) {
    var get = call.method().equals("GET");
    if (call.path().startsWith(ORDERS)) {
      return switch (get ? call.partsAfter(ORDERS).size() : -1) {
        case 0 -> "searchOrders";
        case 1 -> "getOrder";
        default -> "unknown";
      };
    }
    if (call.path().startsWith(SENT_ORDERS)) {
      var parts = call.partsAfter(SENT_ORDERS);
      var confirms = parts.size() == 2 && parts.get(1).equals("shipmentConfirmation");
      return confirms && call.method().equals("POST") ? "confirmShipment" : "unknown";
    }
    if (call.path().startsWith(REPORTS)) {
      var parts = call.partsAfter(REPORTS).size();
      return parts == 0 && call.method().equals("POST")
          ? "createReport"
          : get && parts == 1 ? "getReport" : "unknown";
    }
    if (call.path().startsWith(DOCUMENTS)) {
      return get && call.partsAfter(DOCUMENTS).size() == 1 ? "getReportDocument" : "unknown";
    }
    if (call.path().startsWith(LISTINGS)) {
      var parts = call.partsAfter(LISTINGS).size();
      if (parts == 2) {
        return get ? "getListingsItem" : patch(call);
      }
      return get && parts == 1 ? "searchListingsItems" : "unknown";
    }
    return "unknown";
  }

  private static String patch(Call call) {
    return call.method().equals("PATCH") ? "patchListingsItem" : "unknown";
  }
}
