package dev.crossdock.sandbox;

import dev.crossdock.sandbox.market.MarketTokens;
import java.net.URI;
import java.nio.file.Path;

/**
 * How a sandbox is set up.
 *
 * @param port 0 takes a free one
 * @param hub where webhooks go
 * @param drops where tills leave their files
 * @param data where the sandbox says how it can be reached
 */
record SandboxSettings(
    int port,
    String jdbcUrl,
    String jdbcUser,
    URI hub,
    Path drops,
    Path data,
    long seed,
    Secrets secrets) {

  /** What is never on a command line. */
  record Secrets(
      String databasePassword,
      String controlToken,
      String shopToken,
      String shopSecret,
      String tillsToken,
      MarketTokens.Credentials market) {

    @Override
    public String toString() {
      return "Secrets[not shown]";
    }
  }
}
