package dev.crossdock.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.delivery.Audit;
import dev.crossdock.delivery.Parked;
import dev.crossdock.delivery.ParkedFilter;
import dev.crossdock.delivery.Replays;
import dev.crossdock.delivery.Trials;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person can see of what waits for one, and do about it. */
interface ParkedDesk {
  Parked.Page page(ParkedFilter filter, @Nullable String after, int most);

  Map<String, Long> counts(ParkedFilter filter);

  Optional<Parked.Full> open(long id, String who);

  int dismiss(List<Long> ids, String who);

  boolean tryAgain(String kind, String channel, String id, String who);

  Trials.Tried dryRun(long id, @Nullable JsonNode document);

  long replaceWith(long id, JsonNode document, String who);

  Replays.Job start(Replays.Request request, String who);

  Replays.Job cancel(long id, String who);

  List<Replays.Job> replays();

  List<Audit.Entry> audit();
}
