package dev.crossdock.console.login;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Jolokia would also run an operation for a plain link; a link carries no CSRF token, so a page
 * elsewhere could make an admin's browser follow it. By link, one may only read.
 */
final class StateChangingGets implements RequestMatcher {

  @Override
  public boolean matches(HttpServletRequest request) {
    if (!"GET".equals(request.getMethod()) || !isJolokia(request)) {
      return false;
    }
    var path =
        request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    return request.getParameter("p") != null || !isReading(path);
  }

  private static boolean isJolokia(HttpServletRequest request) {
    var path = request.getServletPath();
    return path.equals("/jolokia") || path.startsWith("/jolokia/");
  }

  private static boolean isReading(String path) {
    return path.matches("/jolokia/?") || path.matches("/jolokia/(read|list|search|version)(/.*)?");
  }
}
