package dev.crossdock.platform.web;

import dev.crossdock.platform.Ports;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What is for machines is not there on the door for people, and the other way round: one address
 * each, before anybody asks who is calling.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Doors extends OncePerRequestFilter {
  private static final String NOT_HERE =
      "{\"type\":\"about:blank\",\"title\":\"Not found\",\"status\":404}";

  private final Ports ports;

  Doors(Ports ports) {
    this.ports = ports;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var throughEdge = request.getLocalPort() == ports.edge();
    if (throughEdge ? forMachines(request) : !concernsMachines(request)) {
      chain.doFilter(request, response);
    } else {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      response.setContentType("application/problem+json");
      response.getWriter().write(NOT_HERE);
    }
  }

  /** Both as it was sent and as the server understood it. */
  private static boolean forMachines(HttpServletRequest request) {
    return under(request.getRequestURI()) && under(understood(request));
  }

  private static boolean concernsMachines(HttpServletRequest request) {
    return under(request.getRequestURI()) || under(understood(request));
  }

  private static String understood(HttpServletRequest request) {
    var info = request.getPathInfo();
    return info == null ? request.getServletPath() : request.getServletPath() + info;
  }

  private static boolean under(String path) {
    return path.startsWith("/webhooks/") || path.startsWith("/api/");
  }
}
