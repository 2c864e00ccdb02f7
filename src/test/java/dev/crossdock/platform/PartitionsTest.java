package dev.crossdock.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** Each day stands in a table of its own, which the running hub has made and dropped for it. */
class PartitionsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

  private final JdbcTemplate owner = new JdbcTemplate(DATABASE.owner());
  private final JdbcTemplate app = new JdbcTemplate(DATABASE.app());
  private final Partitions partitions = new Partitions(app, Clock.systemUTC());

  @BeforeEach
  void table() {
    owner.execute("drop table if exists platform_probes");
    owner.execute("delete from platform_partitioned where parent = 'platform_probes'");
    owner.execute("update platform_clock set looked_at = crossdock_now(), held_until = null");
    owner.execute(
        """
        create table platform_probes (id bigint generated always as identity, at timestamptz not null, word text)
          partition by range (at);
        create table platform_probes_default partition of platform_probes default;
        create index platform_probes_at on platform_probes (at);
        """);
    owner.execute("select platform_partition_by_day('platform_probes', 'at', 30)");
  }

  @Test
  void keepsEachDayApartFromYesterdayToAWeekAhead() {
    app.update("insert into platform_probes (at, word) values (crossdock_now(), 'x')");

    assertThat(days()).hasSize(10).contains(name(today.minusDays(1)), name(today.plusDays(7)));
    assertThat(
            app.queryForObject(
                "select tableoid::regclass::text from platform_probes", String.class))
        .isEqualTo(name(today));
    assertThat(
            owner.queryForList(
                "select 1 from pg_indexes where tablename = ?", Integer.class, name(today)))
        .hasSize(1);
  }

  @Test
  void movesWhatWaitedInTheDefaultForItsDay() {
    owner.execute("drop table " + name(today));
    app.update("insert into platform_probes (at, word) values (crossdock_now(), 'x')");

    partitions.makeDays();

    assertThat(
            app.queryForObject(
                "select tableoid::regclass::text from platform_probes", String.class))
        .isEqualTo(name(today));
  }

  @Test
  void dropsOldDaysAFewAtATimeAndNoOthers() {
    for (int n = 5; n < 12; n++) {
      past(n);
    }
    assertThat(partitions.drop("platform_probes", 5)).isEqualTo(3);
    assertThat(partitions.drop("platform_probes", 5)).isEqualTo(3);
    assertThat(partitions.drop("platform_probes", 5)).isZero();

    assertThat(days()).hasSize(11).contains(name(today.minusDays(5)), "platform_probes_default");
  }

  @Test
  void dropsNothingWhileTheClocksDiffer() {
    past(40);
    var fast = new Partitions(app, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(11)));

    assertThat(fast.drop("platform_probes", 30)).isZero();
    assertThat(partitions.drop("platform_probes", 30)).isEqualTo(1);
  }

  @Test
  void dropsNothingForADayAfterALeap() {
    past(40);
    for (var leap : List.of("- interval '3 days'", "+ interval '3 days'")) {
      owner.update("update platform_clock set looked_at = crossdock_now() " + leap);
      assertThat(partitions.drop("platform_probes", 30)).isZero();
      assertThat(partitions.drop("platform_probes", 30)).as("and again").isZero();
      assertThat(partitions.mayDelete()).isFalse();
    }
    owner.update("update platform_clock set held_until = crossdock_now()");
    assertThat(partitions.drop("platform_probes", 30)).isEqualTo(1);
  }

  @Test
  void letsTheRunningHubMakeAndDropNothingElse() {
    past(40);
    denied("drop table " + name(today), "must be owner");
    denied("create table platform_probes_y2020m01d01 (at timestamptz)", "permission denied");
    denied("select platform_partition_by_day('platform_probes', 'at', 1)", "permission denied");
    denied(
        "insert into platform_partitioned values ('inventory_movements', 'id', 1)", "permission");
    denied("select platform_drop_days('inventory_movements', 1, now())", "not partitioned by day");
    denied("select platform_drop_days('platform_probes', 0, now())", "at least one day");
    assertThat(days()).hasSize(11);
  }

  private void denied(String sql, String why) {
    assertThatThrownBy(() -> app.execute(sql)).hasStackTraceContaining(why);
  }

  private void past(int days) {
    owner.execute(
        "select platform_partition_day('platform_probes', 'at', '%s')"
            .formatted(today.minusDays(days)));
  }

  private static String name(LocalDate day) {
    return "platform_probes_y%04dm%02dd%02d"
        .formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
  }

  private List<String> days() {
    return owner.queryForList(
        "select inhrelid::regclass::text from pg_inherits where inhparent = 'platform_probes'::regclass",
        String.class);
  }
}
