package dev.crossdock.alerts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.crossdock.delivery.Audit;
import dev.crossdock.delivery.Cases;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.platform.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Each alert is told once, to a real SMTP server and a real HTTP server. */
class TellingTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.app());
  private final List<AlertsRig> rigs = new ArrayList<>();
  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  Path house;
  Sink sink;
  AlertsRig rig;
  Cases cases;

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    house = temporary;
    for (var table :
        List.of("alerts_notices", "alerts_messages", "alerts_marks", "delivery_cases")) {
      sql.update("delete from " + table);
    }
    mail.start();
    sink = new Sink();
    rig = hub();
    cases = rig.get(Cases.class);
  }

  @AfterEach
  void stop() {
    rigs.forEach(AlertsRig::close);
    sink.close();
    mail.stop();
  }

  private AlertsRig hub() {
    var secrets =
        Map.of(
            "chat",
            sink.url("/services/T0/B0/x"),
            "hook",
            "whsec_" + Base64.getEncoder().encodeToString(KEY));
    var made = new AlertsRig(DATABASE.app(), house, secrets);
    rigs.add(made);
    return made;
  }

  private void mailRoute(String more) {
    mailRoute(more, mail.getSmtp().getPort(), "duty@example.com");
  }

  private void mailRoute(String more, int port, String to) {
    rig.write(
        "duty",
        """
        id: duty
        gather: 0s
        %s
        to:
          mail:
            host: 127.0.0.1
            port: %d
            tls: none
            from: hub@example.com
            to: [%s]
        """
            .formatted(more, port, to));
  }

  private void chatRoute(String more) {
    rig.write(
        "chat",
        "id: chat\ngather: 0s\n%s\nto: { slack: { url: '${secret:chat}' } }".formatted(more));
  }

  private void hookRoute(String more) {
    rig.write(
        "hook",
        "id: hook\ngather: 0s\n%s\nto: { webhook: { url: '%s', secret: '${secret:hook}' } }"
            .formatted(more, sink.url("/hook")));
  }

  @Test
  void tellsEachAlertOnceByMailAndOnceInTheChatHoweverOftenItHappens() throws Exception {
    mailRoute("");
    chatRoute("");
    for (int n = 0; n < 3; n++) {
      cases.open("auth", "shop", "", "channel shop refuses our credential. Give it another <one>.");
      rig.look();
    }

    assertThat(mail.getReceivedMessages()).hasSize(1);
    var letter = mail.getReceivedMessages()[0];
    assertThat(letter.getSubject()).isEqualTo("[crossdock] Alert: auth at shop");
    assertThat(letter.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("duty@example.com");
    assertThat(letter.getContent().toString()).contains("auth at shop", "refuses our credential");
    assertThat(letter.getHeader("Message-ID")[0]).startsWith("<crossdock.duty.");
    assertThat(sink.posts())
        .singleElement()
        .satisfies(post -> assertThat(post.path()).isEqualTo("/services/T0/B0/x"))
        .satisfies(
            post -> assertThat(post.headers()).containsEntry("content-type", "application/json"))
        .satisfies(
            post ->
                assertThat(Json.read(post.body().getBytes(UTF_8)).path("text").asText())
                    .startsWith("*Alert: auth at shop*\n• *auth at shop*, since ")
                    .endsWith("Give it another &lt;one&gt;."));
  }

  @Test
  void tellsOnceFromManyProcessesAtOnce() throws Exception {
    mailRoute("");
    chatRoute("");
    var hubs = List.of(rig, hub(), hub(), hub());
    for (int round = 0; round < 10; round++) {
      cases.open("gap", "shop", "order " + round, "order %d never came.".formatted(round));
      together(hubs);
    }
    for (int n = 0; n < 12; n++) {
      together(hubs);
    }

    assertThat(lines("select count(*) from alerts_notices where message is null"))
        .containsExactly("0");
    assertThat(told(mailed())).hasSize(10).doesNotHaveDuplicates();
    assertThat(told(chatted())).hasSize(10).doesNotHaveDuplicates();
  }

  private static void together(List<AlertsRig> hubs) throws Exception {
    var threads = Executors.newFixedThreadPool(hubs.size());
    try {
      for (var done :
          threads.invokeAll(
              hubs.stream().<Callable<Object>>map(h -> Executors.callable(h::look)).toList())) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  /** Which orders a message speaks of. */
  private static List<String> told(List<String> messages) {
    return messages.stream()
        .flatMap(
            text ->
                java.util.regex.Pattern.compile("order \\d+ never came").matcher(text).results())
        .map(java.util.regex.MatchResult::group)
        .toList();
  }

  private List<String> mailed() throws Exception {
    var all = new ArrayList<String>();
    for (var letter : mail.getReceivedMessages()) {
      all.add(letter.getContent().toString());
    }
    return all;
  }

  private List<String> chatted() {
    return sink.posts().stream().map(Sink.Post::body).toList();
  }

  @Test
  void gathersManyIntoOneMessageWithACountAndTheWorstFirst() throws Exception {
    mailRoute("");
    for (int n = 0; n < 400; n++) {
      cases.open("gap", "shop", "order " + n, "order %d never came.".formatted(n));
    }
    cases.open("imbalance", "market", "", "the books do not balance.");
    rig.look();
    rig.look();

    assertThat(mail.getReceivedMessages()).hasSize(1);
    var letter = mail.getReceivedMessages()[0];
    assertThat(letter.getSubject()).contains("401 alerts, the worst: imbalance at market");
    assertThat(letter.getContent().toString()).contains("and 351 more.");
  }

  @Test
  void waitsUntilAnAlertHasLastedAndNeverTellsWhatWasOverBefore() {
    chatRoute("after: 5m\nresolved: true");
    cases.open("auth", "shop", "", "short.");
    cases.open("auth", "market", "", "long.");
    rig.look();
    assertThat(sink.posts()).isEmpty();

    cases.close("auth", "shop", "");
    sql.update("update delivery_cases set opened_at = opened_at - interval '6 minutes'");
    rig.look();
    rig.look();

    assertThat(sink.posts()).singleElement().satisfies(p -> assertThat(p.body()).contains("long."));
  }

  @Test
  void gathersForAsLongAsItMay() {
    chatRoute("");
    rig.write("chat", "id: chat\nto: { slack: { url: '${secret:chat}' } }");
    cases.open("auth", "shop", "", "one.");
    rig.look();
    cases.open("auth", "market", "", "two.");
    rig.look();
    assertThat(sink.posts()).isEmpty();

    sql.update("update alerts_notices set owed_at = owed_at - interval '31 seconds'");
    rig.look();

    assertThat(sink.posts())
        .singleElement()
        .satisfies(p -> assertThat(p.body()).contains("2 alerts", "one.", "two."));
  }

  @Test
  void tellsNothingOfWhatWasOverOrTakenUpWhileItWasGathered() {
    rig.write("chat", "id: chat\nresolved: true\nto: { slack: { url: '${secret:chat}' } }");
    cases.open("auth", "shop", "", "over.");
    cases.open("auth", "market", "", "taken up.");
    cases.open("auth", "erp", "", "still there.");
    rig.look();
    cases.close("auth", "shop", "");
    var alerts = rig.get(Alerts.class);
    alerts.lasting(10).stream()
        .filter(a -> a.channel().equals("market"))
        .forEach(a -> alerts.acknowledge("kim", a.id()));
    sql.update("update alerts_notices set owed_at = owed_at - interval '31 seconds'");
    rig.look();
    rig.look();

    assertThat(chatted())
        .singleElement()
        .asString()
        .contains("Alert: auth at erp", "still there.")
        .doesNotContain("over.", "taken up.");
  }

  @Test
  void tellsThatItIsOverOnlyToWhoWasToldThatItBegan() {
    chatRoute("resolved: true");
    cases.open("auth", "shop", "", "no.");
    rig.look();
    cases.close("auth", "shop", "");
    rig.look();
    rig.look();

    assertThat(chatted())
        .satisfiesExactly(
            first -> assertThat(first).contains("Alert: auth at shop"),
            second -> assertThat(second).contains("Over: auth at shop"));
  }

  @Test
  void remindsUntilSomebodyIsAtItAndSaysWho() {
    chatRoute("again: 4h");
    cases.open("auth", "shop", "", "no.");
    rig.look();
    rig.look();
    assertThat(chatted()).hasSize(1);

    hoursPass(5);
    rig.look();
    rig.look();
    assertThat(chatted()).hasSize(2).last().asString().contains("Still open: auth at shop");

    var alerts = rig.get(Alerts.class);
    var id = alerts.lasting(10).get(0).id();
    assertThat(alerts.acknowledge("kim", id)).isTrue();
    hoursPass(5);
    rig.look();
    assertThat(chatted()).hasSize(2);
    assertThat(alerts.find(id))
        .hasValueSatisfying(a -> assertThat(a.state()).isEqualTo(Alert.State.ACKNOWLEDGED))
        .hasValueSatisfying(a -> assertThat(a.by()).isEqualTo("kim"));
    assertThat(rig.get(Audit.class).latest(1))
        .singleElement()
        .satisfies(e -> assertThat(e.who() + " " + e.what()).isEqualTo("kim acknowledged"));

    assertThat(alerts.release("kim", id)).isTrue();
    rig.look();
    assertThat(chatted()).hasSize(3);
  }

  @Test
  void isQuietWhileItIsSnoozedAndTellsAgainWhenThatIsOver() {
    chatRoute("");
    cases.open("auth", "shop", "", "no.");
    rig.look();
    var alerts = rig.get(Alerts.class);
    var id = alerts.lasting(10).get(0).id();
    assertThat(alerts.snooze("kim", id, Instant.now().plus(Duration.ofHours(2)))).isTrue();
    assertThat(alerts.find(id).orElseThrow().state()).isEqualTo(Alert.State.SNOOZED);
    rig.look();
    assertThat(chatted()).hasSize(1);

    hoursPass(1);
    sql.update("update alerts_marks set snoozed_until = crossdock_now() - interval '1 minute'");
    rig.look();
    rig.look();

    assertThat(chatted()).hasSize(2);
    assertThatThrownBy(() -> alerts.snooze("kim", id, Instant.now().minusSeconds(1)))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("ALR-004");
    cases.close("auth", "shop", "");
    assertThat(alerts.find(id).orElseThrow().state()).isEqualTo(Alert.State.CLOSED);
    assertThat(alerts.acknowledge("kim", id)).as("what is over").isFalse();
  }

  @Test
  void tellsOnlyOfWhatTheRouteIsFor() {
    chatRoute("kinds: [auth, imbalance]");
    rig.write(
        "chat",
        "id: chat\ngather: 0s\nkinds: [auth, imbalance]\nto: { slack: { url: '${secret:chat}' } }");
    cases.open("gap", "shop", "", "a gap.");
    cases.open("imbalance", "shop", "2026-06-01T10:00:00Z applied", "the books do not balance.");
    rig.look();

    assertThat(chatted())
        .singleElement()
        .asString()
        .contains("imbalance at shop")
        .doesNotContain("gap");
  }

  @Test
  void signsAnEventThatItsReceiverCanBelieve() throws Exception {
    hookRoute("resolved: true");
    cases.open("divergence", "shop", "stock TEE at MFN", "shop shows 9 of TEE, expected 5.");
    rig.look();

    var post = sink.posts().get(0);
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    var id = post.headers().get("webhook-id");
    var signed = "%s.%s.%s".formatted(id, post.headers().get("webhook-timestamp"), post.body());
    assertThat(post.headers().get("webhook-signature"))
        .isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8))));
    assertThat(post.headers()).containsEntry("content-type", "application/cloudevents+json");
    assertThat(id).doesNotContain(".");
    var event = Json.read(post.body().getBytes(UTF_8));
    assertThat(event.path("specversion").asText()).isEqualTo("1.0");
    assertThat(event.path("type").asText()).isEqualTo("dev.crossdock.alerts.opened.v1");
    assertThat(event.path("source").asText()).isEqualTo("/crossdock/alerts/hook");
    assertThat(event.at("/data/count").asInt()).isEqualTo(1);
    assertThat(event.at("/data/alerts/0/about").asText()).isEqualTo("stock TEE at MFN");
  }

  @Test
  void triesAgainLaterWhenTheyCannotTakeItAndTellsItOnce() {
    hookRoute("");
    chatRoute("");
    sink.answers(503);
    cases.open("auth", "shop", "", "no.");
    rig.look();
    rig.look();
    assertThat(sink.posts()).as("not before its time").hasSize(2);

    sink.answers(204);
    minutesPass();
    rig.look();
    rig.look();

    assertThat(sink.posts()).hasSize(4);
    assertThat(sink.posts().stream().map(p -> p.headers().get("webhook-id")).filter(i -> i != null))
        .as("the same id for the same message")
        .hasSize(2)
        .satisfies(ids -> assertThat(ids.get(0)).isEqualTo(ids.get(1)));
    assertThat(
            rig.get(MeterRegistry.class)
                .get("hub.alerts.notices")
                .tags("route", "hook", "outcome", "sent")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void saysThatARouteIsUnheardOnEveryOtherRouteButNotOnItself() throws Exception {
    chatRoute("");
    mailRoute("");
    sink.answers(404);
    cases.open("auth", "shop", "", "no.");
    for (int n = 0; n < 6; n++) {
      rig.look();
      minutesPass();
    }

    assertThat(sink.posts()).as("refused three times, and left").hasSize(3);
    assertThat(cases.open())
        .filteredOn(c -> c.kind().equals("unheard"))
        .singleElement()
        .satisfies(c -> assertThat(c.about()).isEqualTo("chat"))
        .satisfies(c -> assertThat(c.sentence()).startsWith("ALR-021 route chat"));
    assertThat(mailed()).hasSize(2).last().asString().contains("unheard", "ALR-021");
    assertThat(
            lines(
                "select distinct n.route from alerts_notices n join delivery_cases c on c.id ="
                    + " n.case_id where c.kind = 'unheard'"))
        .containsExactly("duty");
    assertThat(rig.get(AlertsHealth.class).health().getStatus().getCode()).isEqualTo("DEGRADED");

    sink.answers(200);
    cases.open("auth", "market", "", "no, too.");
    rig.look();
    assertThat(cases.open()).extracting(Cases.Case::kind).doesNotContain("unheard");
    assertThat(rig.get(AlertsHealth.class).health().getStatus().getCode()).isEqualTo("UP");
  }

  @Test
  void followsNoRedirect() {
    chatRoute("");
    sink.answers(302);
    cases.open("auth", "shop", "", "no.");
    rig.look();

    assertThat(sink.posts()).extracting(Sink.Post::path).containsExactly("/services/T0/B0/x");
  }

  @Test
  void handsNoLetterToAServerThatSpeaksNoTls() {
    mailRoute("");
    rig.write(
        "duty",
        "id: duty\ngather: 0s\nto: { mail: { host: 127.0.0.1, port: %d, from: hub@example.com, to: [a@example.com] } }"
            .formatted(mail.getSmtp().getPort()));
    cases.open("auth", "shop", "", "no.");
    rig.look();

    assertThat(mail.getReceivedMessages()).isEmpty();
    assertThat(lines("select state || ' ' || attempts from alerts_messages"))
        .containsExactly("owed 1");
  }

  @Test
  void sendsALetterOnceThoughTheLineBreaksAtTheGoodBye() throws Exception {
    try (var server = new MailStandIn()) {
      server.breaksAtQuit();
      mailRoute("", server.port(), "duty@example.com");
      cases.open("auth", "shop", "", "no.");
      rig.look();
      minutesPass();
      rig.look();

      assertThat(server.letters()).containsExactly(List.of("duty@example.com"));
    }
    assertThat(lines("select state || ' ' || attempts from alerts_messages"))
        .containsExactly("sent 1");
    assertThat(cases.open()).extracting(Cases.Case::kind).containsExactly("auth");
  }

  @Test
  void sendsNoLetterTwiceWhoseAnswerWasCutOff() throws Exception {
    try (var server = new MailStandIn()) {
      server.breaksAtTheEndOfALetter();
      mailRoute("", server.port(), "duty@example.com");
      cases.open("auth", "shop", "", "no.");
      rig.look();
      minutesPass();
      rig.look();

      assertThat(server.letters()).hasSize(1);
    }
    assertThat(lines("select state from alerts_messages")).containsExactly("unsure");
  }

  @Test
  void sendsALetterToAllWhoTakeItAndNamesWhoDoesNot() throws Exception {
    try (var server = new MailStandIn()) {
      server.refuses("gone@example.com");
      mailRoute("", server.port(), "gone@example.com, duty@example.com");
      cases.open("auth", "shop", "", "no.");
      rig.look();
      minutesPass();
      rig.look();

      assertThat(server.letters()).containsExactly(List.of("duty@example.com"));
      assertThat(unheard())
          .singleElement()
          .asString()
          .contains("ALR-023 route duty", "550 to gone@example.com")
          .doesNotContain("to duty@example.com");

      server.refuses("");
      cases.open("auth", "market", "", "no, too.");
      rig.look();
      assertThat(server.letters()).hasSize(2);
      assertThat(unheard()).isEmpty();
    }
  }

  @Test
  void namesTheLetterBoxesWhenAllAreRefused() throws Exception {
    try (var server = new MailStandIn()) {
      server.refuses("gone@example.com");
      mailRoute("", server.port(), "gone@example.com");
      cases.open("auth", "shop", "", "no.");
      for (int n = 0; n < 4; n++) {
        rig.look();
        minutesPass();
      }

      assertThat(server.letters()).isEmpty();
      assertThat(unheard())
          .singleElement()
          .asString()
          .contains("ALR-021", "550 to gone@example.com");
    }
  }

  @Test
  void triesAgainWhileNoMailServerIsThere() throws Exception {
    int port;
    try (var server = new MailStandIn()) {
      port = server.port();
    }
    mailRoute("", port, "duty@example.com");
    cases.open("auth", "shop", "", "no.");
    rig.look();

    assertThat(lines("select state || ' ' || attempts from alerts_messages"))
        .containsExactly("owed 1");
  }

  private List<String> unheard() {
    return cases.open("unheard").stream().map(Cases.Case::sentence).toList();
  }

  @Test
  void takesAnEditThatItHasSeenTwiceAndKeepsWhatRanBeforeWhenItHasATypo() {
    chatRoute("");
    rig.look();
    rig.write(
        "chat", "id: chat\ngather: 0s\nkindz: [auth]\nto: { slack: { url: '${secret:chat}' } }");
    cases.open("gap", "shop", "", "a gap.");
    rig.look();
    rig.look();

    assertThat(chatted()).first().asString().contains("gap at shop");
    assertThat(cases.open())
        .filteredOn(c -> c.kind().equals("unheard"))
        .singleElement()
        .satisfies(c -> assertThat(c.times()).isEqualTo(1))
        .satisfies(
            c ->
                assertThat(c.sentence())
                    .contains("ALR-003", "config/alerts/chat.yaml:3 LINT-002", "kindz"));

    chatRoute("kinds: [auth]");
    rig.look();
    rig.look();
    assertThat(cases.open()).extracting(Cases.Case::kind).containsExactly("gap");
  }

  @Test
  void tellsOnEveryOtherRouteAndOnThisAsBeforeWhenItsFileCannotBeRead() throws Exception {
    chatRoute("");
    mailRoute("");
    rig.look();
    rig.write("chat", "# für alle".getBytes(ISO_8859_1));
    rig.look();
    rig.look();
    cases.open("gap", "shop", "", "a gap.");
    rig.look();
    rig.look();

    assertThat(chatted()).anyMatch(said -> said.contains("gap at shop"));
    assertThat(mailed()).anyMatch(said -> said.contains("gap at shop"));
    assertThat(cases.open())
        .filteredOn(c -> c.kind().equals("unheard"))
        .singleElement()
        .satisfies(c -> assertThat(c.times()).isEqualTo(1))
        .satisfies(
            c -> assertThat(c.sentence()).contains("ALR-003", "chat.yaml", "save it as UTF-8"));

    chatRoute("");
    rig.look();
    rig.look();
    assertThat(cases.open()).extracting(Cases.Case::kind).containsExactly("gap");
  }

  @Test
  void doesNotTakeAFileThatIsBeingWrittenForOneThatMakesNoSense() {
    chatRoute("");
    rig.look();
    rig.write("chat", "");
    rig.look();
    chatRoute("");
    cases.open("gap", "shop", "", "a gap.");
    rig.look();

    assertThat(cases.open()).extracting(Cases.Case::kind).containsExactly("gap");
    assertThat(chatted()).singleElement().asString().contains("gap at shop");
  }

  @Test
  void saysWhichSecretIsMissingAndTellsOnceItIsThere() {
    rig.write("chat", "id: chat\nto: { slack: { url: '${secret:nowhere}' } }");
    rig.write(
        "hook",
        "id: hook\nto: { webhook: { url: 'https://example.com', secret: '${secret:chat}' } }");
    rig.look();

    assertThat(cases.open())
        .extracting(Cases.Case::sentence)
        .hasSize(2)
        .anyMatch(s -> s.contains("chat.yaml:2 needs the secret 'nowhere'"))
        .anyMatch(s -> s.contains("hook.yaml:2 signs with the secret 'chat'"));
  }

  @Test
  void countsWhatLastsByKind() {
    cases.open("auth", "shop", "", "no.");
    cases.open("auth", "market", "", "no.");
    var alerts = rig.get(Alerts.class);
    alerts.acknowledge("kim", alerts.lasting(1).get(0).id());
    rig.get(AlertsHealth.class).read();

    var meters = rig.get(MeterRegistry.class);
    assertThat(meters.get("hub.alerts").tags("code", "auth", "outcome", "open").gauge().value())
        .isEqualTo(1);
    assertThat(
            meters
                .get("hub.alerts")
                .tags("code", "auth", "outcome", "acknowledged")
                .gauge()
                .value())
        .isEqualTo(1);
  }

  @Test
  void forgetsWhatIsLongOver() {
    chatRoute("");
    cases.open("auth", "shop", "", "no.");
    rig.look();
    cases.close("auth", "shop", "");
    rig.look();
    sql.update("update delivery_cases set closed_at = closed_at - interval '91 days'");
    sql.update("update alerts_messages set finished_at = finished_at - interval '91 days'");

    rig.get(Forgetting.class).forget();
    rig.look();

    assertThat(
            lines(
                "select count(*) from alerts_notices union all select count(*) from"
                    + " alerts_messages"))
        .containsOnly("0");
    assertThat(chatted()).hasSize(1);
  }

  private List<String> lines(String query) {
    return sql.query(query, (row, i) -> row.getString(1));
  }

  private void hoursPass(int hours) {
    sql.update(
        "update alerts_messages set finished_at = finished_at - ? * interval '1 hour'", hours);
  }

  private void minutesPass() {
    sql.update("update alerts_messages set due_at = due_at - interval '30 minutes'");
  }
}
