package dev.crossdock.edge;

import dev.crossdock.kernel.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a platform is told: enough to act on, nothing that helps a stranger (RFC 9457). */
enum Answer {
  KEPT(200, ""),
  NOT_SIGNED(401, "The signature is missing or does not fit what was sent to this address."),
  NOT_FOUND(404, "There is nothing at this address."),
  ONLY_POST(405, "Webhooks are posted to this address."),
  TOO_LARGE(413, "The body is larger than 2 MiB."),
  TRY_AGAIN(503, "It could not be kept just now; send it again.");

  private static final String RETRY_AFTER_SECONDS = "5";

  private final int status;
  private final String body;

  Answer(int status, String title) {
    this.status = status;
    this.body =
        title.isEmpty()
            ? ""
            : Json.text(Json.mapper().createObjectNode().put("title", title).put("status", status));
  }

  void to(HttpServletResponse response) throws IOException {
    response.setStatus(status);
    if (this == TRY_AGAIN) {
      response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    if (this == ONLY_POST) {
      response.setHeader("Allow", "POST");
    }
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    response.setContentLength(bytes.length);
    if (bytes.length > 0) {
      response.setContentType("application/problem+json");
      response.getOutputStream().write(bytes);
    }
  }
}
