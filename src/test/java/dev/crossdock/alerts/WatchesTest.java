package dev.crossdock.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.delivery.Cases;
import dev.crossdock.kernel.MovedClock;
import dev.crossdock.platform.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What nobody says by itself: a channel that is silent, and parked messages that grow old. */
class WatchesTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  /** A Wednesday. */
  private static final Instant NOON = Instant.parse("2026-06-17T12:00:00Z");

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.app());
  private final MovedClock clock = new MovedClock(NOON);
  AlertsRig rig;
  Cases cases;

  @BeforeEach
  void start(@TempDir Path house) throws IOException {
    for (var table :
        List.of(
            "delivery_cases",
            "delivery_parked",
            "delivery_book_entries",
            "delivery_books",
            "delivery_book_totals")) {
      sql.update("delete from " + table);
    }
    var channels = Files.createDirectories(house.resolve("config/channels"));
    for (var id : List.of("leeds", "york")) {
      Files.writeString(channels.resolve(id + ".yaml"), "{ id: %s, system: pos }".formatted(id));
    }
    Files.writeString(
        channels.resolve("hull.yaml"), "{ id: hull, system: pos, zone: Europe/London }");
    clock.set(NOON);
    rig = new AlertsRig(DATABASE.app(), house, Map.of(), clock);
    cases = rig.get(Cases.class);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private void heard(String channel, Instant at, int messages) {
    sql.update(
        "insert into delivery_book_entries (channel, hour, page, account, n)"
            + " values (?, date_trunc('hour', ?::timestamptz, 'UTC'), 0, 'received', ?)",
        channel,
        Timestamp.from(at),
        messages);
  }

  /** So many days, each with as many messages in every hour from eight to eight. */
  private void days(String channel, int days, int perHour) {
    days(channel, days, perHour, ZoneOffset.UTC);
  }

  /** The same, by a clock of its own. */
  private void days(String channel, int days, int perHour, ZoneId zone) {
    var today = clock.instant().atZone(zone).toLocalDate();
    for (int day = 1; day <= days; day++) {
      for (int hour = 8; hour < 20; hour++) {
        heard(channel, today.minusDays(day).atTime(hour, 0).atZone(zone).toInstant(), perHour);
      }
    }
  }

  private void lookAfter(Duration passed) {
    clock.move(passed);
    rig.get(SilentWatch.class).look();
  }

  private List<String> silent() {
    return cases.open().stream()
        .filter(c -> c.kind().equals("silent"))
        .map(c -> c.channel() + " " + c.times())
        .toList();
  }

  @Test
  void tellsOfAChannelThatIsSilentForLongerThanUsualAtThatHourUntilItSpeaks() {
    days("leeds", 14, 20);
    lookAfter(Duration.ZERO);
    lookAfter(Duration.ofMinutes(29));
    assertThat(silent()).as("not before the floor").isEmpty();

    lookAfter(Duration.ofMinutes(2));
    lookAfter(Duration.ofMinutes(1));
    assertThat(silent()).containsExactly("leeds 1");
    assertThat(cases.open().get(0).sentence())
        .startsWith("ALR-010 channel leeds has said nothing since 2026-06-17T12:00:00Z")
        .contains("at least 10 things");

    heard("leeds", clock.instant(), 1);
    lookAfter(Duration.ofMinutes(1));
    assertThat(silent()).isEmpty();
  }

  @Test
  void letsAShopSleepAndASmallOneTakeItsTime() {
    days("leeds", 14, 20);
    days("york", 14, 2);
    clock.set(NOON.plus(Duration.ofHours(8)));
    lookAfter(Duration.ZERO);
    lookAfter(Duration.ofHours(11));
    assertThat(silent()).as("in the night").isEmpty();

    lookAfter(Duration.ofMinutes(90));
    assertThat(silent()).as("half an hour after eight").containsExactly("leeds 1");

    lookAfter(Duration.ofHours(3));
    assertThat(silent()).containsExactlyInAnyOrder("leeds 1", "york 1");
  }

  @Test
  void doesNotTakeAWeekEndForSilence() {
    days("leeds", 14, 20);
    sql.update(
        "delete from delivery_book_entries where extract(isodow from hour at time zone 'UTC') in (6, 7)");
    lookAfter(Duration.ZERO);
    lookAfter(Duration.ofHours(2));

    assertThat(silent()).isEmpty();
  }

  @Test
  void letsAShopCloseOneDayAWeekAndNotTheNext() {
    clock.set(Instant.parse("2026-06-21T12:00:00Z"));
    days("leeds", 14, 20);
    closedOnSundays();
    lookAfter(Duration.ZERO);
    lookAfter(Duration.ofHours(2));
    assertThat(silent()).as("on a Sunday").isEmpty();

    clock.set(Instant.parse("2026-06-22T08:00:00Z"));
    days("leeds", 1, 20);
    closedOnSundays();
    heard("leeds", clock.instant(), 1);
    lookAfter(Duration.ZERO);
    lookAfter(Duration.ofHours(1));
    assertThat(silent()).as("on the Monday after it").containsExactly("leeds 1");
  }

  private void closedOnSundays() {
    sql.update(
        "delete from delivery_book_entries where extract(isodow from hour at time zone 'UTC') = 7");
  }

  @Test
  void countsByTheClockOnTheWallOfTheShop() {
    // the clocks went back on the Sunday before
    clock.set(Instant.parse("2026-10-26T07:00:00Z"));
    days("hull", 14, 20, ZoneId.of("Europe/London"));
    lookAfter(Duration.ZERO);
    lookAfter(Duration.ofMinutes(59));
    assertThat(silent()).as("before eight").isEmpty();

    lookAfter(Duration.ofMinutes(31));
    assertThat(silent()).as("half an hour after eight").containsExactly("hull 1");
  }

  @Test
  void doesNotJudgeAChannelThatIsNewOrGone() {
    days("leeds", 5, 50);
    days("gone", 14, 50);
    lookAfter(Duration.ZERO);
    cases.open("silent", "gone", "", "it was silent when its file was taken away.");
    lookAfter(Duration.ofHours(5));

    assertThat(silent()).isEmpty();
  }

  @Test
  void countsSilenceOnlyWhileTheHubListened() {
    days("leeds", 14, 20);
    clock.set(NOON.plus(Duration.ofHours(5)));
    lookAfter(Duration.ZERO);
    lookAfter(Duration.ofMinutes(20));

    assertThat(silent()).isEmpty();
  }

  @Test
  void tellsOnceForEachChannelOfWhatWaitsTooLongForAPerson() {
    parked("leeds", "25 hours", 1);
    parked("leeds", "26 hours", 2);
    parked("york", "23 hours", 3);
    for (int n = 0; n < 3; n++) {
      rig.get(AgeingWatch.class).look();
    }

    assertThat(cases.open())
        .singleElement()
        .satisfies(c -> assertThat(c.kind() + " " + c.channel()).isEqualTo("ageing leeds"))
        .satisfies(c -> assertThat(c.times()).isEqualTo(1))
        .satisfies(
            c -> assertThat(c.sentence()).contains("ALR-011", "2 parked messages", "24 hours"));

    sql.update("update delivery_parked set left_at = crossdock_now()");
    rig.get(AgeingWatch.class).look();
    assertThat(cases.open()).isEmpty();
  }

  @Test
  void seesItsOwnCasesHoweverManyOlderOnesAreOpen() {
    sql.update(
        "insert into delivery_cases (kind, channel, about, sentence, opened_at)"
            + " select 'gap', 'york', n::text, 'no.', crossdock_now() - interval '1 day'"
            + " from generate_series(1, 600) n");
    parked("leeds", "25 hours", 1);
    rig.get(AgeingWatch.class).look();
    rig.get(AgeingWatch.class).look();
    assertThat(cases.open("ageing")).extracting(Cases.Case::times).containsExactly(1);

    sql.update("update delivery_parked set left_at = crossdock_now()");
    rig.get(AgeingWatch.class).look();
    assertThat(cases.open("ageing")).isEmpty();
  }

  private void parked(String channel, String ago, int id) {
    sql.update(
        "insert into delivery_parked (message_id, channel, topic, order_key, class, code, sentence, trace, received_at, parked_at)"
            + " values (?, ?, 't', 'k', 'data', 'ORD-022', 'no.', 'x', crossdock_now(), crossdock_now() - ?::interval)",
        id,
        channel,
        ago);
  }
}
