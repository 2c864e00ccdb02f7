package dev.crossdock.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.platform.SecretFiles;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is sealed is read by who has the key of its day, and by nobody else. */
class VaultTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final LocalDate DAY = LocalDate.of(2026, 3, 5);
  private static final byte[] PLAIN = "{\"email\": \"ann@example.com\"}".getBytes(UTF_8);

  private Path data;
  private final AtomicLong nanos = new AtomicLong();
  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.app());

  @BeforeEach
  void noKeys(@TempDir Path data) {
    this.data = data;
    new JdbcTemplate(DATABASE.owner()).update("truncate delivery_day_keys, delivery_inbox");
  }

  @Test
  void opensWhatItSealedAndShowsNothingOfIt() {
    var vault = vault(DAY);

    var sealed = vault.seal(PLAIN);

    assertThat(vault.open(sealed)).contains(PLAIN);
    assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("ann");
    assertThat(vault.seal(PLAIN)).isNotEqualTo(sealed);
    assertThat(vault.day(sealed)).contains(DAY);
    assertThat(sql.queryForObject("select wrapped from delivery_day_keys limit 1", byte[].class))
        .hasSize(4 + 12 + 32 + 16);
  }

  @Test
  void refusesWhatWasAlteredAnywhere() {
    var vault = vault(DAY);
    vault(DAY.minusDays(1)).seal(PLAIN);
    var sealed = vault.seal(PLAIN);

    for (int at : IntStream.range(5, sealed.length).toArray()) {
      var altered = Arrays.copyOf(sealed, sealed.length);
      altered[at] ^= 1;
      assertThatThrownBy(() -> vault.open(altered)).hasMessageContaining("DEL-103");
    }
    var ofAnotherDay = Arrays.copyOf(sealed, sealed.length);
    ofAnotherDay[4] = (byte) (ofAnotherDay[4] - 1);
    assertThatThrownBy(() -> vault.open(ofAnotherDay)).hasMessageContaining("DEL-103");
  }

  @Test
  void forgetsADayWithinAMinuteOfItsKeyBeingDeleted() {
    var vault = vault(DAY);
    var sealed = vault.seal(PLAIN);
    var next = vault(DAY.plusDays(1)).seal(PLAIN);

    sql.update("delete from delivery_day_keys where day = ?", DAY);
    nanos.addAndGet(59_000_000_000L);

    assertThat(vault.open(sealed)).isEmpty();
    assertThat(vault.open(next)).contains(PLAIN);
  }

  @Test
  void asksTheDatabaseForADayOnceInHalfAMinute() {
    var vault = vault(DAY);
    var sealed = vault.seal(PLAIN);
    sql.update("delete from delivery_day_keys where day = ?", DAY);

    assertThat(vault.open(sealed)).isPresent();
  }

  @Test
  void doesNotLetTheKeyOfTodayBeDeleted() {
    vault(LocalDate.now(ZoneOffset.UTC)).seal(PLAIN);

    assertThatThrownBy(() -> sql.update("delete from delivery_day_keys"))
        .hasMessageContaining("is in use");
  }

  @Test
  void agreesWithOtherProcessesOnOneKey() {
    var vaults = IntStream.range(0, 8).parallel().mapToObj(n -> vault(DAY)).toList();

    var sealed = vaults.stream().map(vault -> vault.seal(PLAIN)).toList();

    assertThat(vaults)
        .allSatisfy(
            vault ->
                assertThat(sealed).allSatisfy(one -> assertThat(vault.open(one)).contains(PLAIN)));
  }

  @Test
  void keepsAKeyAlthoughWhatItWasMadeForIsRolledBack() {
    var keys = keys(DAY, "a".repeat(32));
    var later = DAY.plusDays(9);
    new TransactionTemplate(new DataSourceTransactionManager(DATABASE.app()))
        .executeWithoutResult(
            status -> {
              keys.findOrMake(later);
              status.setRollbackOnly();
            });

    assertThat(sql.queryForList("select day from delivery_day_keys", LocalDate.class))
        .contains(later);
  }

  @Test
  void doesNotStartWithAShortSecretOrWithAnotherOne() {
    keys(DAY, "a".repeat(32));

    assertThatThrownBy(() -> keys(DAY, "b".repeat(32))).hasMessageContaining("DEL-101");
    assertThatThrownBy(() -> keys(DAY, "b".repeat(31)))
        .hasMessageContaining("DEL-100")
        .hasMessageContaining("31");
  }

  @Test
  void keepsSoManyDaysInMemoryAndNoMore() {
    var keys = keys(DAY, "a".repeat(32));
    IntStream.range(0, 3 * DayKeys.MOST).forEach(n -> keys.findOrMake(DAY.plusDays(n)));

    assertThat(keys.known()).isEqualTo(DayKeys.MOST);
  }

  @Test
  void sealsTheInboxAndParksWhatCannotBeOpenedAnyMore() {
    var vault = vault(DAY);
    var inbox = new InboxTable(sql, vault);
    inbox.add(List.of(heard("1"), heard("2")));
    assertThat(sql.queryForList("select body from delivery_inbox", byte[].class))
        .allSatisfy(body -> assertThat(vault.open(body)).contains(PLAIN))
        .doesNotContain(PLAIN);
    var ids = sql.queryForList("select id from delivery_inbox order by id", Long.class);
    sql.update("update delivery_inbox set state = 'relayed', epoch = 7");

    assertThat(inbox.read("shop", 7, ids).messages())
        .allSatisfy(m -> assertThat(m.document().at("/email").asText()).contains("ann"));
    sql.update("delete from delivery_day_keys where day = ?", DAY);
    nanos.addAndGet(59_000_000_000L);

    assertThat(inbox.read("shop", 7, ids).messages())
        .allSatisfy(m -> assertThat(String.valueOf(m.verdict())).contains("DEL-102", "2026-03-05"));
  }

  private static Heard heard(String key) {
    return Heard.webhook("shop", "orders", "r", key, key, PLAIN, Map.of(), Instant.EPOCH);
  }

  private Vault vault(LocalDate day) {
    var secret = secret("a".repeat(32));
    return new Vault(keys(day, secret), secret);
  }

  private DayKeys keys(LocalDate day, String secret) {
    return keys(day, secret(secret));
  }

  private DayKeys keys(LocalDate day, MasterSecret secret) {
    var noon = Clock.fixed(Instant.parse(day + "T12:00:00Z"), ZoneOffset.UTC);
    return new DayKeys(new DayKeyTable(DATABASE.app()), secret, noon, nanos::get);
  }

  private MasterSecret secret(String value) {
    return new MasterSecret(new SecretFiles(data, Map.of("CROSSDOCK_SECRET_VAULT", value)));
  }
}
