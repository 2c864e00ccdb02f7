package dev.crossdock.console.alerts;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.crossdock.alerts.Alerts;
import dev.crossdock.console.syncs.SyncsDesk;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The running hub's own alerts, and what was said of them outside. */
@Component
class HubAlerts implements AlertsDesk {
  private static final int MOST = 500;

  private static final String NOTICES =
      """
      select case_id, coalesce(finished_at, owed_at), route, transition, state, answer
      from alerts_told_view where case_id = any(?) order by owed_at desc, route
      """;

  private final Alerts alerts;
  private final SyncsDesk syncs;
  private final JdbcTemplate jdbc;

  HubAlerts(Alerts alerts, SyncsDesk syncs, JdbcTemplate jdbc) {
    this.alerts = alerts;
    this.syncs = syncs;
    this.jdbc = jdbc;
  }

  @Override
  public List<Alert> open() {
    var lasting = alerts.lasting(MOST);
    var told = notices(lasting.stream().map(dev.crossdock.alerts.Alert::id).toList());
    return lasting.stream()
        .map(one -> alert(one, ownerOf(one), told.getOrDefault(one.id(), List.of())))
        .toList();
  }

  @Override
  public boolean acknowledge(long id, String who) {
    return alerts.acknowledge(who, id);
  }

  @Override
  public boolean snooze(long id, Instant until, String who) {
    return alerts.snooze(who, id, until);
  }

  @Override
  public boolean release(long id, String who) {
    return alerts.release(who, id);
  }

  private record Told(long alert, Notice notice) {}

  private Map<Long, List<Notice>> notices(List<Long> ids) {
    return jdbc
        .query(
            NOTICES,
            (row, i) ->
                new Told(
                    row.getLong(1),
                    new Notice(
                        row.getTimestamp(2).toInstant(),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6))),
            (Object) ids.toArray(Long[]::new))
        .stream()
        .collect(groupingBy(Told::alert, mapping(Told::notice, toList())));
  }

  private @Nullable String ownerOf(dev.crossdock.alerts.Alert alert) {
    if (!alert.kind().equals("late")) {
      return null;
    }
    return syncs.all().stream()
        .filter(sync -> sync.id().equals(alert.about()))
        .findFirst()
        .map(SyncsDesk.Row::owner)
        .orElse(null);
  }

  private static Alert alert(
      dev.crossdock.alerts.Alert alert, @Nullable String owner, List<Notice> notices) {
    return new Alert(
        alert.id(),
        alert.kind(),
        alert.channel(),
        alert.about(),
        alert.sentence(),
        owner,
        alert.times(),
        alert.openedAt(),
        alert.lastAt(),
        alert.state().name().toLowerCase(Locale.ROOT),
        alert.snoozedUntil(),
        alert.by(),
        notices);
  }
}
