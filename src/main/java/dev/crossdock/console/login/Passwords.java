package dev.crossdock.console.login;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.platform.SecretFiles;
import java.nio.file.Files;

/**
 * The passwords of the console: drawn by lot on the first start, kept where only the hub's owner
 * can read them, never a default.
 */
final class Passwords {
  /** Kept once the passwords were said: a first run that failed half way has told nobody. */
  static final String TOLD = "console-told";

  private static final int SHORTEST = 16;

  private final SecretFiles secrets;

  Passwords(SecretFiles secrets) {
    this.secrets = secrets;
  }

  /**
   * The password of a role; drawn by lot and kept when there is none yet.
   *
   * @throws HubException {@code CNS-001} when the one that was set is too short to be safe
   */
  Password of(Role role) {
    var name = "console-" + role.word();
    var isGiven = secrets.find(name).isPresent() && !Files.exists(secrets.file(name));
    var isNew = !isGiven && secrets.find(TOLD).isEmpty();
    var value = secrets.findOrInvent(name);
    if (value.length() < SHORTEST) {
      throw new HubException(
          new Failure.Data(
              "CNS-001",
              "the secret '%s' has %d characters; expected at least %d. Set a longer one, or remove it and one is drawn by lot."
                  .formatted(name, value.length(), SHORTEST)));
    }
    return new Password(role, value, secrets.file(name).toString(), isNew);
  }

  /**
   * One role's password.
   *
   * @param where the file it is kept in, for the person who looks for it
   * @param isNew whether it was drawn by lot and nobody has been told yet
   */
  record Password(Role role, String value, String where, boolean isNew) {
    @Override
    public String toString() {
      return "Password[" + role + " from " + where + "]";
    }
  }
}
