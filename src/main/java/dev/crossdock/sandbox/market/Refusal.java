package dev.crossdock.sandbox.market;

import dev.crossdock.sandbox.wire.Reply;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the marketplace answers when it will not. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final String details;

  private Refusal(int status, String code, String message, String details) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  static Refusal badRequest(String details) {
    return new Refusal(
        400,
        "InvalidInput",
        "Request has missing or invalid parameters and cannot be parsed.",
        details);
  }

  static Refusal notFound(String details) {
    return new Refusal(404, "NotFound", "The resource specified does not exist.", details);
  }

  static Refusal forbidden() {
    return new Refusal(
        403,
        "Unauthorized",
        "Access to requested resource is denied.",
        "The access token you provided is revoked, malformed or invalid.");
  }

  static Refusal tooMany() {
    return new Refusal(
        429, "QuotaExceeded", "You exceeded your quota for the requested resource.", "");
  }

  static Refusal broken() {
    return new Refusal(
        503, "ServiceUnavailable", "Service is temporarily unavailable. Please try again.", "");
  }

  String code() {
    return code;
  }

  Reply reply() {
    return Reply.json(
            status,
            Map.of(
                "errors",
                List.of(
                    Map.of(
                        "code",
                        code,
                        "message",
                        String.valueOf(getMessage()),
                        "details",
                        details))))
        .with("x-amzn-RequestId", UUID.randomUUID().toString());
  }
}
