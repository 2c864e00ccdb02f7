package dev.crossdock.alerts;

import com.zaxxer.hikari.HikariDataSource;
import dev.crossdock.platform.DatabaseLogin;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Who tells people, as a process of its own, so that a test may kill it in the middle of a call.
 */
public final class TellingCore {
  private TellingCore() {}

  /** The database (url, user, password), the house, and the secrets: name, value, name, value. */
  public static void main(String[] args) {
    var login = new DatabaseLogin(args[0], args[1], args[2]);
    var pool = new HikariDataSource();
    pool.setJdbcUrl(login.url());
    pool.setUsername(login.user());
    pool.setPassword(login.password());
    var secrets = new HashMap<String, String>();
    for (int n = 4; n < args.length; n += 2) {
      secrets.put(args[n], args[n + 1]);
    }
    var rig = new AlertsRig(pool, Path.of(args[3]), secrets);
    while (!Thread.currentThread().isInterrupted()) {
      rig.look();
      LockSupport.parkNanos(100_000_000);
    }
  }
}
