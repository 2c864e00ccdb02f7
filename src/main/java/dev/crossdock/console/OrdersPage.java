package dev.crossdock.console;

import dev.crossdock.console.OrdersDesk.Wanted;
import dev.crossdock.kernel.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The order book, for people and their scripts. */
@RestController
class OrdersPage {
  private static final int A_PAGE = 50;
  private static final int MOST = 500;

  private final OrdersDesk desk;

  OrdersPage(OrdersDesk desk) {
    this.desk = desk;
  }

  /**
   * Orders, those heard of last first, and how many there are by state.
   *
   * @param most so many, to 500
   */
  @GetMapping(path = "/api/orders", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> orders(
      @RequestParam(defaultValue = "") String channel,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "") String text,
      @RequestParam(defaultValue = "false") boolean onHold,
      @RequestParam(defaultValue = "" + A_PAGE) int most) {
    var page = Math.max(1, Math.min(most, MOST));
    var rows = desk.rows(new Wanted(given(channel), given(state), given(text), onHold), page + 1);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(
            Json.write(
                Map.of(
                    "orders",
                    rows.subList(0, Math.min(page, rows.size())),
                    "more",
                    rows.size() > page && page < MOST,
                    "lastDay",
                    desk.lastDay(),
                    "sentFrom",
                    desk.sentFrom(),
                    "onHold",
                    desk.onHold())));
  }

  private static @Nullable String given(String asked) {
    return asked.isBlank() ? null : asked.strip();
  }
}
