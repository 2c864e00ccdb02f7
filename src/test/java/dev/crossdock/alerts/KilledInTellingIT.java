package dev.crossdock.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.platform.OwnJvm;
import dev.crossdock.platform.TestDatabase;
import dev.crossdock.platform.database.Roles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A hub that is killed while it tells people something: nobody is told twice, and none is lost. */
class KilledInTellingIT {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String OPEN =
      "insert into delivery_cases (kind, channel, about, sentence) values ('auth', ?, '', 'no.')";

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.app());
  private final List<Process> started = new ArrayList<>();
  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  Path house;
  Sink sink;

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    house = temporary;
    for (var table :
        List.of("alerts_notices", "alerts_messages", "alerts_marks", "delivery_cases")) {
      sql.update("delete from " + table);
    }
    mail.start();
    sink = new Sink();
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
    sink.close();
    mail.stop();
  }

  private void route(String id, String to) throws IOException {
    var folder = Files.createDirectories(house.resolve("config/alerts"));
    Files.writeString(
        folder.resolve(id + ".yaml"), "id: %s\ngather: 0s\nto: %s\n".formatted(id, to));
  }

  private void letters() throws IOException {
    route(
        "duty",
        "{ mail: { host: 127.0.0.1, port: %d, tls: none, from: hub@example.com, to: [duty@example.com] } }"
            .formatted(mail.getSmtp().getPort()));
  }

  @Test
  void tellsOnceWhatWasOpenWhenItWasKilledBeforeItLooked() throws Exception {
    letters();
    route("chat", "{ slack: { url: '${secret:chat}' } }");
    sql.update(OPEN, "shop");
    core("").destroyForcibly().waitFor();

    core("");
    core("");
    await().atMost(PATIENCE).until(() -> sent() == 2);
    sql.update(OPEN, "market");
    await().atMost(PATIENCE).until(() -> sent() == 4);

    assertThat(mail.getReceivedMessages()).hasSize(2);
    assertThat(sink.posts()).hasSize(2);
  }

  @Test
  void sendsNoSecondLetterWhenItIsKilledBeforeItNotedTheFirst() throws Exception {
    letters();
    sql.update(OPEN, "shop");
    dies("alerts.told:1");
    assertThat(mail.getReceivedMessages()).hasSize(1);

    leaseEnds();
    core("");
    await().atMost(PATIENCE).until(() -> unheard() == 1);
    sql.update(OPEN, "market");
    await().atMost(PATIENCE).until(() -> unheard() == 0);

    assertThat(mail.getReceivedMessages()).as("one for each of two alerts").hasSize(2);
    assertThat(states()).containsExactly("unsure", "sent");
  }

  @Test
  void asksSomebodyToLookWhenItIsKilledBeforeALetterLeft() throws Exception {
    letters();
    sql.update(OPEN, "shop");
    dies("alerts.claimed:1");
    leaseEnds();
    route("chat", "{ slack: { url: '${secret:chat}' } }");
    core("");

    await()
        .atMost(PATIENCE)
        .until(() -> sink.posts().stream().anyMatch(p -> p.body().contains("ALR-022")));
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void postsAgainUnderTheSameIdToWhoKnowsARepeat() throws Exception {
    route("hook", "{ webhook: { url: '%s', secret: '${secret:hook}' } }".formatted(sink.url("/")));
    sql.update(OPEN, "shop");
    dies("alerts.told:1");
    dies("alerts.claimed:1");
    core("");
    leaseEnds();
    await().atMost(PATIENCE).until(() -> sent() == 1);

    var ids =
        sink.posts().stream().map(p -> String.valueOf(p.headers().get("webhook-id"))).toList();
    assertThat(ids).hasSize(2);
    assertThat(ids.get(0)).startsWith("msg_hook_").isEqualTo(ids.get(1));
  }

  private void dies(String at) throws Exception {
    leaseEnds();
    var process = core(at);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(CrashPoints.STATUS);
  }

  private void leaseEnds() {
    sql.update("update alerts_messages set leased_until = crossdock_now() - interval '1 second'");
  }

  private int sent() {
    return count("select count(*) from alerts_messages where state = 'sent'");
  }

  private int unheard() {
    return count(
        "select count(*) from delivery_cases where kind = 'unheard' and closed_at is null");
  }

  private List<String> states() {
    return sql.queryForList("select state from alerts_messages order by id", String.class);
  }

  private int count(String query) {
    var count = sql.queryForObject(query, Integer.class);
    return count == null ? 0 : count;
  }

  private Process core(String crashPoint) throws IOException {
    var login = DATABASE.login(Roles.APP);
    var options = new ArrayList<>(List.of("-Xmx192m"));
    if (!crashPoint.isEmpty()) {
      options.add("-D%s=%s".formatted(CrashPoints.PROPERTY, crashPoint));
    }
    var command = OwnJvm.command(TellingCore.class, options);
    command.addAll(List.of(login.url(), login.user(), login.password(), house.toString()));
    command.addAll(List.of("chat", sink.url("/chat")));
    command.addAll(List.of("hook", "whsec_" + Base64.getEncoder().encodeToString(new byte[32])));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/telling-core.log")))
            .start();
    started.add(process);
    return process;
  }
}
