package dev.crossdock.console;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * How the pages' own requests are answered: as JSON that nobody keeps a copy of, and what went
 * wrong as a problem document (RFC 9457).
 */
@RestControllerAdvice(basePackageClasses = Replies.class)
public class Replies {

  /** As it is now. */
  public static ResponseEntity<byte[]> json(Object answer) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .contentType(MediaType.APPLICATION_JSON)
        .body(Json.write(answer));
  }

  /** What was asked for in an address; null when it is blank. */
  public static @Nullable String word(@Nullable String asked) {
    return asked == null || asked.isBlank() ? null : asked.strip();
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(HubException e) {
    var status =
        e.failure() instanceof Failure.Data
            ? HttpStatus.UNPROCESSABLE_ENTITY
            : e.failure().passes()
                ? HttpStatus.SERVICE_UNAVAILABLE
                : HttpStatus.INTERNAL_SERVER_ERROR;
    var problem = ProblemDetail.forStatusAndDetail(status, e.failure().sentence());
    problem.setProperty("code", e.failure().code());
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
