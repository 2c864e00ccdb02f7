package dev.crossdock.console.login;

import jakarta.servlet.http.HttpServletRequest;

/**
 * What other systems send us: it proves itself by its own signature or key, so the login and its
 * filters stay out of its way.
 */
final class OpenPaths {

  /**
   * Looks at the path as the container decoded and normalised it, the one that routing uses too.
   */
  boolean matches(HttpServletRequest request) {
    var path = request.getServletPath();
    return path.startsWith("/webhooks/") || path.startsWith("/api/");
  }
}
