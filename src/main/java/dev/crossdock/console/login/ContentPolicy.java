package dev.crossdock.console.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.header.HeaderWriter;

/** Tells the browser what a page may load: only our own files, and nothing inside our pages. */
final class ContentPolicy implements HeaderWriter {
  private static final String OURS =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
          + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /** Hawtio writes styles as it runs, and its editors work in workers made of blobs. */
  private static final String HAWTIO =
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
          + "font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; object-src 'none'; "
          + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

  @Override
  public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
    var hawtio = request.getServletPath().startsWith("/hawtio");
    response.setHeader("Content-Security-Policy", hawtio ? HAWTIO : OURS);
  }
}
