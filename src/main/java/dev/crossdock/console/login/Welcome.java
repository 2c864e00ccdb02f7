package dev.crossdock.console.login;

import dev.crossdock.platform.SecretFiles;
import java.io.PrintStream;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the person who started the hub where to look, and on the first run the password. */
@Component
class Welcome {
  private final ConsoleLogins logins;
  private final SecretFiles secrets;
  private final PrintStream terminal = System.out;

  Welcome(ConsoleLogins logins, SecretFiles secrets) {
    this.logins = logins;
    this.secrets = secrets;
  }

  @EventListener
  void say(ApplicationReadyEvent ready) {
    if (ready.getApplicationContext() instanceof WebServerApplicationContext web
        && web.getWebServer() != null) {
      terminal.print(words(web.getWebServer().getPort()));
      terminal.flush();
      secrets.keep(Passwords.TOLD, "yes");
    }
  }

  /** Goes to the terminal and not to the log: a log is kept, copied and searched. */
  String words(int port) {
    var said = new StringBuilder();
    said.append("%nCrossdock is running: http://localhost:%d/%n".formatted(port));
    for (var login : logins.all()) {
      var secret =
          login.isNew()
              ? "%s  (kept in %s)".formatted(login.value(), login.where())
              : "the password in " + login.where();
      said.append("  sign in as %-6s  %s%n".formatted(login.role().word(), secret));
    }
    return said.append("%n".formatted()).toString();
  }
}
