package dev.crossdock.console;

import dev.crossdock.kernel.Json;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Gives the first page its figures: as they come, or when asked. */
@RestController
class LivePage {
  private final LiveSource source;
  private final LiveFeed feed;

  LivePage(LiveSource source, LiveFeed feed) {
    this.source = source;
    this.feed = feed;
  }

  @GetMapping(path = "/console/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  ResponseEntity<SseEmitter> watch() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .header("X-Accel-Buffering", "no")
        .body(feed.watch());
  }

  @GetMapping(path = "/console/live", produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] now() {
    return Json.write(source.now());
  }
}
