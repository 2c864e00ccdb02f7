package dev.crossdock.inventory;

import dev.crossdock.delivery.Slots;
import dev.crossdock.delivery.Targets;
import dev.crossdock.delivery.Targets.Observed;
import dev.crossdock.inventory.Fact.Place;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Sku;
import dev.crossdock.kernel.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes what systems say they hold.
 *
 * <p>From the location's keeper it is the truth as of its instant, corrected by every movement the
 * keeper had not booked by then, however old (ADR 0004). From anyone else it is an observation: it
 * says what that channel shows, and moves no stock. Only where nobody has ever counted, a booking
 * system's figure opens the books.
 */
@Component
class LevelIntake {
  private final BookedLevels booked;
  private final Targets targets;
  private final Slots slots;

  LevelIntake(BookedLevels booked, Targets targets, Slots slots) {
    this.booked = booked;
    this.targets = targets;
    this.slots = slots;
  }

  /** A canonical stock level; see {@code mappings/canonical/stock-level.schema.json}. */
  record StockLevel(
      Sku sku, String slot, int quantity, Instant asOf, @Nullable List<String> booked) {}

  List<Verdict> take(Batch batch) {
    var open = batch.open();
    var verdicts =
        new ArrayList<Verdict>(Collections.nCopies(open.size(), Verdict.ignored("says-nothing")));
    var observed = new ArrayList<Observed>();
    var levels = new ArrayList<BookedLevels.Level>();
    for (int i = 0; i < open.size(); i++) {
      var message = open.get(i);
      for (var document : StockLedger.documents(message)) {
        var level = Json.mapper().convertValue(document, StockLevel.class);
        verdicts.set(i, Verdict.APPLIED);
        var locations = locations(message.channel(), level);
        if (slots.books(message.channel())) {
          levels.add(
              new BookedLevels.Level(i, message.id(), only(message, level, locations), level));
        } else {
          observed.add(new Observed(level.sku(), level.slot(), level.quantity(), level.asOf()));
        }
      }
    }
    booked.take(batch.channel(), levels).forEach(verdicts::set);
    targets.observe(batch.channel(), observed);
    return verdicts;
  }

  private List<LocationId> locations(String channel, StockLevel level) {
    var locations = slots.locations(channel, level.slot());
    if (locations.isEmpty()) {
      throw new HubException(
          new Failure.UnknownReference(
              "INV-011",
              "channel %s speaks of its location '%s', which is not among the slots of its file; add it, then replay."
                  .formatted(channel, level.slot()),
              "$.slot"));
    }
    return locations;
  }

  private static Place only(Message message, StockLevel level, List<LocationId> locations) {
    if (locations.size() > 1) {
      throw new HubException(
          new Failure.Data(
              "INV-012",
              "channel %s books stock at '%s', behind which stand %s; expected one location. Correct its file, then replay."
                  .formatted(message.channel(), level.slot(), locations)));
    }
    return new Place(level.sku(), locations.get(0));
  }
}
