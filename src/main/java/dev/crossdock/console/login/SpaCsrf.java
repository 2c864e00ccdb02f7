package dev.crossdock.console.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;

/**
 * Takes the token from a script's header as the cookie has it, and from a form as the page printed
 * it (masked, so that compression tells nothing about it).
 */
final class SpaCsrf implements CsrfTokenRequestHandler {
  private final CsrfTokenRequestHandler masked = new XorCsrfTokenRequestAttributeHandler();
  private final CsrfTokenRequestHandler plain = new CsrfTokenRequestAttributeHandler();

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, Supplier<CsrfToken> token) {
    masked.handle(request, response, token);
    token.get().getToken(); // asks for it, so that the cookie is always there for scripts
  }

  @Override
  public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
    var header = request.getHeader(token.getHeaderName());
    var handler = header == null || header.isBlank() ? masked : plain;
    return handler.resolveCsrfTokenValue(request, token);
  }
}
