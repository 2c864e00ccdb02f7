package dev.crossdock.console.login;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;

/**
 * Stands before Spring Security: turns away paths that are written so that one reader may take them
 * for another than the next (attack A-22).
 */
final class Doorstep extends DelegatingFilterProxy {
  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          ";|//|\\\\|%2f|%5c|%00|%3b|(/|^)(\\.|%2e){1,2}(/|$)", Pattern.CASE_INSENSITIVE);

  Doorstep(String target, WebApplicationContext context) {
    super(target, context);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain rest)
      throws ServletException, IOException {
    var http = (HttpServletRequest) request;
    if (AMBIGUOUS.matcher(http.getRequestURI()).find()) {
      ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_BAD_REQUEST);
    } else {
      super.doFilter(request, response, rest);
    }
  }
}
