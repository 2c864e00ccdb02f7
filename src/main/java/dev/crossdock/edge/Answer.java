package dev.crossdock.edge;

import org.springframework.http.ResponseEntity;

/**
 * What a platform is told: enough to act on, nothing that helps a stranger.
 *
 * @param title one sentence
 * @param status the status again (RFC 9457)
 */
record Answer(String title, int status) {

  static ResponseEntity<Answer> kept() {
    return ResponseEntity.ok().build();
  }

  static ResponseEntity<Answer> notSigned() {
    return answer(401, "The signature is missing or does not fit what was sent to this address.");
  }

  static ResponseEntity<Answer> notFound() {
    return answer(404, "There is nothing at this address.");
  }

  static ResponseEntity<Answer> tooLarge() {
    return answer(413, "The body is larger than 2 MiB.");
  }

  static ResponseEntity<Answer> tryAgain() {
    return ResponseEntity.status(503)
        .header("Retry-After", "5")
        .body(new Answer("It could not be kept just now; send it again.", 503));
  }

  private static ResponseEntity<Answer> answer(int status, String title) {
    return ResponseEntity.status(status).body(new Answer(title, status));
  }
}
