package dev.crossdock.platform.database;

import dev.crossdock.platform.DatabaseLogin;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** Brings the tables to this version of the hub: one history, a folder per module. */
public final class Migrations {
  private Migrations() {}

  /** Migrates as the owner, for the role that the running hub will be. */
  public static void run(DatabaseLogin owner, String appUser) {
    Flyway.configure()
        .dataSource(owner.url(), owner.user(), owner.password())
        .locations("classpath:db/migration")
        .placeholders(Map.of("app", appUser))
        .outOfOrder(true)
        .validateMigrationNaming(true)
        .cleanDisabled(true)
        .connectRetries(5)
        .load()
        .migrate();
  }
}
