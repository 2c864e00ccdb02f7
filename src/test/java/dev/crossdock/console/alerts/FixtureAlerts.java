package dev.crossdock.console.alerts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Made-up alerts: two that nobody has seen to, one acknowledged, one snoozed. */
public class FixtureAlerts implements AlertsDesk {
  private final List<Alert> alerts = new ArrayList<>();

  /** Four of them. */
  public FixtureAlerts() {
    alerts.add(
        alert(
            31,
            "auth",
            "market",
            "",
            "market refuses our credential (401). Renew it under secrets; everything that is owed waits until then.",
            "marketplaces",
            3,
            754,
            List.of(
                new Notice(
                    Instant.now().minusSeconds(700), "marketplaces", "opened", "sent", "250 ok"),
                new Notice(
                    Instant.now().minusSeconds(690),
                    "chat",
                    "opened",
                    "failed",
                    "https://chat.example answered 410 Gone."))));
    alerts.add(
        alert(
            32,
            "divergence",
            "shop",
            "stock duplicate",
            "shop shows something else than expected for 412 SKUs; the cause is a duplicate. Look at one of them, then approve or dismiss them together.",
            null,
            1,
            7_200,
            List.of(
                new Notice(Instant.now().minusSeconds(7_100), "chat", "opened", "owed", null))));
    alerts.add(
        alert(
            33,
            "late",
            "erp",
            "stock-erp",
            "stock-erp last ended well 26 min ago; expected within 15 min. Look at its last run.",
            "warehouse",
            2,
            900,
            List.of()));
    alerts.add(
        alert(
            34,
            "ageing",
            "tills",
            "",
            "7 messages of tills are parked for more than a day. Look at them, then replay or dismiss.",
            null,
            9,
            86_400,
            List.of()));
    settle(33, "acknowledged", null, "admin");
    settle(34, "snoozed", Instant.now().plusSeconds(3_000), "admin");
  }

  private static Alert alert(
      long id,
      String kind,
      String channel,
      String about,
      String sentence,
      @Nullable String owner,
      int times,
      long seconds,
      List<Notice> notices) {
    return new Alert(
        id,
        kind,
        channel,
        about,
        sentence,
        owner,
        times,
        Instant.now().minusSeconds(seconds),
        Instant.now().minusSeconds(5),
        "open",
        null,
        null,
        notices);
  }

  @Override
  public synchronized List<Alert> open() {
    return alerts.stream()
        .sorted(Comparator.comparing((Alert one) -> !one.state().equals("open")))
        .toList();
  }

  @Override
  public synchronized boolean acknowledge(long id, String who) {
    return settle(id, "acknowledged", null, who);
  }

  @Override
  public synchronized boolean snooze(long id, Instant until, String who) {
    return settle(id, "snoozed", until, who);
  }

  @Override
  public synchronized boolean release(long id, String who) {
    return settle(id, "open", null, null);
  }

  private boolean settle(long id, String state, @Nullable Instant until, @Nullable String who) {
    for (int i = 0; i < alerts.size(); i++) {
      var old = alerts.get(i);
      if (old.id() == id) {
        alerts.set(
            i,
            new Alert(
                id,
                old.kind(),
                old.channel(),
                old.about(),
                old.sentence(),
                old.owner(),
                old.times(),
                old.since(),
                old.lastAt(),
                state,
                until,
                who,
                old.notices()));
        return true;
      }
    }
    return false;
  }
}
