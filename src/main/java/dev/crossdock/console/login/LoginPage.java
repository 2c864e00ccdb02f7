package dev.crossdock.console.login;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.util.HtmlUtils;

/** The page that asks who you are; it works without any script. */
@Controller
class LoginPage {
  private final String template;

  LoginPage() throws IOException {
    template =
        new ClassPathResource("console/login.html").getContentAsString(StandardCharsets.UTF_8);
  }

  @GetMapping(path = "/login", produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
  @ResponseBody
  String ask(HttpServletRequest request, CsrfToken token) {
    return template
        .replace("{{csrf}}", HtmlUtils.htmlEscape(token.getToken()))
        .replace("{{message}}", message(request));
  }

  private static String message(HttpServletRequest request) {
    if (request.getParameter("error") != null) {
      return """
          <p class="message wrong" role="alert">That user and password do not belong together.</p>""";
    }
    if (request.getParameter("left") != null) {
      return """
          <p class="message" role="status">You are signed out.</p>""";
    }
    return "";
  }
}
