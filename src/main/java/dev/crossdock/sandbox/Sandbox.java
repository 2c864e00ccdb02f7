package dev.crossdock.sandbox;

import dev.crossdock.sandbox.control.ControlApi;
import dev.crossdock.sandbox.control.MistakeDials;
import dev.crossdock.sandbox.control.Oracle;
import dev.crossdock.sandbox.control.WorldDials;
import dev.crossdock.sandbox.erp.Booking;
import dev.crossdock.sandbox.erp.Erp;
import dev.crossdock.sandbox.erp.Shipping;
import dev.crossdock.sandbox.market.Market;
import dev.crossdock.sandbox.market.MarketApi;
import dev.crossdock.sandbox.shop.AdminApi;
import dev.crossdock.sandbox.shop.BulkOperations;
import dev.crossdock.sandbox.shop.Shop;
import dev.crossdock.sandbox.tills.TillApi;
import dev.crossdock.sandbox.tills.Tills;
import dev.crossdock.sandbox.traffic.Generator;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.wire.WireServer;
import dev.crossdock.sandbox.world.Database;
import dev.crossdock.sandbox.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Random;

/** All stand-ins, running. */
final class Sandbox implements AutoCloseable {
  private final Database database;
  private final World world;
  private final Shop shop;
  private final Market market;
  private final Tills tills;
  private final Booking booking;
  private final Generator generator;
  private final WireServer server;

  private Sandbox(SandboxSettings settings, Clock clock) throws IOException {
    var secrets = settings.secrets();
    database = new Database(settings.jdbcUrl(), settings.jdbcUser(), secrets.databasePassword());
    world = World.open(database, settings.seed(), clock);
    shop = new Shop(world, settings.hub(), secrets.shopToken(), secrets.shopSecret());
    market = new Market(world, secrets.market());
    var erp = new Erp(database, world.book());
    var random = new Random(world.seed() * 31 + world.numbers().next("starts"));
    tills = new Tills(world, settings.drops(), new Random(random.nextLong()));
    generator =
        new Generator(
            world,
            shop,
            market,
            tills,
            new TillApi(settings.hub(), secrets.tillsToken()),
            erp,
            random);
    generator.open(new Random(world.seed()));
    tills.dropAll();
    world.journal().flush();
    booking = new Booking(database, world.faults(), world.calls());
    server = new WireServer(settings.port());
    var control =
        new ControlApi(
            world,
            generator,
            shop,
            market,
            tills,
            new Oracle(world, erp),
            new Shipping(database),
            new WorldDials(world, erp, tills, shop.scopes()),
            new MistakeDials(world, shop, market, erp),
            secrets.controlToken());
    server.route(AdminApi.PATH, shop.api()::answer);
    server.route(BulkOperations.FILES, shop.bulk()::file);
    server.route(MarketApi.PATH, market.api()::answer);
    server.route(ControlApi.PATH, control::answer);
  }

  /** Starts all stand-ins, and says where in {@code sandbox.json}. */
  static Sandbox start(SandboxSettings settings, Clock clock) throws IOException {
    var sandbox = new Sandbox(settings, clock);
    sandbox.server.start();
    sandbox.announce(settings, clock);
    return sandbox;
  }

  private void announce(SandboxSettings settings, Clock clock) throws IOException {
    var json = SandboxJson.object();
    json.put("pid", ProcessHandle.current().pid());
    json.put("port", port());
    json.put("startedAt", clock.instant().toString());
    Files.createDirectories(settings.data());
    var half = settings.data().resolve("sandbox.json.tmp");
    Files.write(half, SandboxJson.bytes(json));
    Files.move(half, settings.data().resolve("sandbox.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  int port() {
    return server.port();
  }

  /** For tests beside this class: what is held and what must be. */
  World world() {
    return world;
  }

  /** For tests beside this class: where customers order by hand. */
  Shop shop() {
    return shop;
  }

  /** For tests beside this class: where customers order by hand. */
  Market market() {
    return market;
  }

  @Override
  public void close() {
    generator.close();
    server.close();
    market.close();
    tills.close();
    booking.close();
    shop.close();
    world.journal().close();
    database.close();
  }
}
