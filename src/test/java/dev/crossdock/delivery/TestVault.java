package dev.crossdock.delivery;

import dev.crossdock.platform.SecretFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;

/** A vault with a known secret, for tests that stand on a database and not on the whole hub. */
public final class TestVault {
  private TestVault() {}

  /** Its keys are in that database. */
  public static Vault of(DataSource database) {
    var secret =
        new MasterSecret(
            new SecretFiles(Path.of("target"), Map.of("CROSSDOCK_SECRET_VAULT", "t".repeat(32))));
    return new Vault(new DayKeys(new DayKeyTable(database), secret, Clock.systemUTC()), secret);
  }
}
