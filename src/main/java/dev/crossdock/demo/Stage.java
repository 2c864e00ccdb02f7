package dev.crossdock.demo;

import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where hub and stand-ins meet: chosen once, written down, and found again after a kill.
 *
 * @param seed what the stand-ins' catalogue and traffic are made from
 * @param console the hub's door for people
 * @param edge the hub's door for machines; the stand-ins know it
 * @param database the hub's embedded database; the stand-ins' is in the same server
 * @param sandbox where the stand-ins answer; the hub's channels know it
 * @param trafficFrom when traffic began; null before it did
 * @param trafficUntil when it is to stop; null before it began
 */
record Stage(
    long seed,
    int console,
    int edge,
    int database,
    int sandbox,
    @Nullable Instant trafficFrom,
    @Nullable Instant trafficUntil) {

  private static final String FILE = "stage.json";

  /** Ports nobody uses now. */
  static Stage anywhere(long seed) {
    return new Stage(
        seed, FreePort.any(), FreePort.any(), FreePort.any(), FreePort.any(), null, null);
  }

  /** What was written down in that folder. */
  static Optional<Stage> in(Path data) {
    var file = data.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.mapper().readValue(Files.readAllBytes(file), Stage.class));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "DEM-001 %s cannot be read; remove it and start afresh.".formatted(file), e);
    }
  }

  Stage keep(Path data) {
    try {
      Files.createDirectories(data);
      var draft = data.resolve(FILE + ".new");
      Files.write(draft, Json.write(this));
      Files.move(draft, data.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Stage traffic(Instant from, Instant until) {
    return new Stage(seed, console, edge, database, sandbox, from, until);
  }

  /** What the hub must be told so that its channels speak to these stand-ins. */
  Map<String, Object> settings(Path data) {
    return Map.of(
        "hub.database.port",
        database,
        "hub.sandbox.url",
        "http://127.0.0.1:" + sandbox,
        "hub.erp.jdbc-url",
        sandboxDatabase(),
        "hub.drops",
        drops(data).toString());
  }

  /** The port of before, unless a stranger listens there by now. */
  int databaseAgain(Path data) {
    var left = Files.exists(data.resolve("postgres/data/postmaster.pid"));
    return left || FreePort.is(database) ? database : FreePort.any();
  }

  String sandboxDatabase() {
    return "jdbc:postgresql://127.0.0.1:%d/sandbox".formatted(database);
  }

  static Path drops(Path data) {
    return data.resolve("drops").toAbsolutePath();
  }
}
