package dev.crossdock.console.login;

import dev.crossdock.console.login.Passwords.Password;
import java.util.List;

/** The two ways in: as admin and as viewer. */
record ConsoleLogins(List<Password> all) {
  ConsoleLogins {
    all = List.copyOf(all);
  }
}
