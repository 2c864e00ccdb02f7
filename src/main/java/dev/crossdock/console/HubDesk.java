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
import org.springframework.stereotype.Component;

/** The running hub's own desk. */
@Component
class HubDesk implements ParkedDesk {
  private static final int LATEST = 30;

  private final Parked parked;
  private final Replays replays;
  private final Audit audit;

  HubDesk(Parked parked, Replays replays, Audit audit) {
    this.parked = parked;
    this.replays = replays;
    this.audit = audit;
  }

  @Override
  public Parked.Page page(ParkedFilter filter, @Nullable String after, int most) {
    return parked.page(filter, after, most);
  }

  @Override
  public Map<String, Long> counts(ParkedFilter filter) {
    return parked.counts(filter);
  }

  @Override
  public Optional<Parked.Full> open(long id, String who) {
    return parked.open(id, who);
  }

  @Override
  public int dismiss(List<Long> ids, String who) {
    return parked.dismiss(ids, who);
  }

  @Override
  public boolean tryAgain(String kind, String channel, String id, String who) {
    return parked.tryAgain(kind, channel, id, who);
  }

  @Override
  public Trials.Tried dryRun(long id, @Nullable JsonNode document) {
    return replays.dryRun(id, document);
  }

  @Override
  public long replaceWith(long id, JsonNode document, String who) {
    return replays.replaceWith(id, document, who);
  }

  @Override
  public Replays.Job start(Replays.Request request, String who) {
    return replays.start(request, who);
  }

  @Override
  public Replays.Job cancel(long id, String who) {
    return replays.cancel(id, who);
  }

  @Override
  public List<Replays.Job> replays() {
    return replays.latest();
  }

  @Override
  public List<Audit.Entry> audit() {
    return audit.latest(LATEST);
  }
}
