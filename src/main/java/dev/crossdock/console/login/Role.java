package dev.crossdock.console.login;

import java.util.Locale;

/** What a person may do in the console. */
enum Role {
  /** Sees everything and changes what may be changed: routes, replays, our own beans. */
  ADMIN,
  /** Sees everything and changes nothing. */
  VIEWER;

  /** The word used for the user, the role and the secret's file. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
