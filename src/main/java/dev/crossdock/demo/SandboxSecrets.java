package dev.crossdock.demo;

import dev.crossdock.platform.SecretFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What hub and stand-ins tell each other to be believed; invented on the first run. */
final class SandboxSecrets {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "sandbox-token", "CROSSDOCK_SANDBOX_TOKEN",
          "tills-api", "CROSSDOCK_SANDBOX_TILLS_TOKEN",
          "shop-access-token", "CROSSDOCK_SANDBOX_SHOP_TOKEN",
          "shop-webhook", "CROSSDOCK_SANDBOX_SHOP_SECRET",
          "market-client-id", "CROSSDOCK_SANDBOX_MARKET_CLIENT_ID",
          "market-client-secret", "CROSSDOCK_SANDBOX_MARKET_CLIENT_SECRET",
          "market-refresh-token", "CROSSDOCK_SANDBOX_MARKET_REFRESH_TOKEN",
          "database-sandbox", "CROSSDOCK_SANDBOX_DB_PASSWORD");

  private final SecretFiles files;

  SandboxSecrets(Path data) {
    files = new SecretFiles(data, System.getenv());
    VARIABLES.keySet().forEach(files::findOrInvent);
    // The hub's ERP channel looks into the stand-ins' database with their own role.
    files.keep("erp-password", files.findOrInvent("database-sandbox"));
  }

  /** For the stand-ins' environment; a command line would show them to every user. */
  Map<String, String> environment() {
    var environment = new LinkedHashMap<String, String>();
    VARIABLES.forEach((name, variable) -> environment.put(variable, files.findOrInvent(name)));
    return environment;
  }

  /** Lets us give the stand-ins orders. */
  String token() {
    return files.findOrInvent("sandbox-token");
  }
}
