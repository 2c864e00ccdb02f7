package dev.crossdock.platform.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Which database the hub stands on.
 *
 * @param mode its own, or one that somebody else runs
 * @param port where the embedded one listens on loopback; 0 for any free port
 * @param url of the external one, {@code jdbc:postgresql://host:port/database}
 * @param ownerUser who may make tables in the external one
 * @param ownerPassword better kept as the secret {@code database-owner}
 * @param appUser who the running hub is in the external one; must not own the tables
 * @param appPassword better kept as the secret {@code database-app}
 * @param connections how many the hub holds at most
 * @param connectionTimeout how long a request waits for one
 * @param answerTimeout how long the hub waits for any answer of the database
 * @param lockTimeout how long a statement waits for a row somebody else holds
 * @param diskReserve below how much free space the embedded one is told nothing new; a tenth of the
 *     disk, where that is less
 */
@ConfigurationProperties("hub.database")
record DatabaseSettings(
    @DefaultValue("embedded") Mode mode,
    @DefaultValue("0") int port,
    @DefaultValue("") String url,
    @DefaultValue("crossdock_owner") String ownerUser,
    @DefaultValue("") String ownerPassword,
    @DefaultValue("crossdock_app") String appUser,
    @DefaultValue("") String appPassword,
    @DefaultValue("32") int connections,
    @DefaultValue("2s") Duration connectionTimeout,
    @DefaultValue("10s") Duration answerTimeout,
    @DefaultValue("5s") Duration lockTimeout,
    @DefaultValue("256MB") DataSize diskReserve) {

  /** Whose database it is. */
  enum Mode {
    EMBEDDED,
    EXTERNAL
  }
}
