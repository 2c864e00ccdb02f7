package dev.crossdock.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.crossdock.CrossdockApplication;
import dev.crossdock.WholeHub;
import dev.crossdock.delivery.Cases;
import dev.crossdock.platform.SecretFiles;
import dev.crossdock.platform.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The hub as it is shipped, with two routes, stopped between an alert and its message. */
class AlertsIT {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @Test
  void sendsOneLetterAndOnePostForEachAlertAlsoWhenItIsStoppedBetween(@TempDir Path data)
      throws Exception {
    mail.start();
    try (var sink = new Sink()) {
      new SecretFiles(data, Map.of()).keep("chat", sink.url("/services/T0/B0/x"));
      routes(data, "0s");
      try (var hub = hub(data)) {
        hub.getBean(Cases.class).open("auth", "shop", "", "channel shop refuses our credential.");
        await().atMost(PATIENCE).until(() -> mails() == 1 && sink.posts().size() == 1);

        routes(data, "4s");
        await().atMost(PATIENCE).until(() -> gathers(hub));
        hub.getBean(Cases.class).open("gap", "market", "", "order 7 never came.");
        hub.getBean(Cases.class).open("gap", "market", "", "order 7 never came.");
      }
      assertThat(mails()).isEqualTo(1);
      assertThat(sink.posts()).hasSize(1);

      try (var hub = hub(data)) {
        await().atMost(PATIENCE).until(() -> mails() == 2 && sink.posts().size() == 2);
        hub.getBean(Cases.class).open("gap", "market", "", "order 7 never came.");
        await()
            .during(Duration.ofSeconds(8))
            .atMost(PATIENCE)
            .until(() -> mails() == 2 && sink.posts().size() == 2);
      }
      assertThat(mail.getReceivedMessages()[1].getContent().toString())
          .contains("gap at market", "order 7 never came.")
          .doesNotContain("auth at shop");
      assertThat(sink.posts().get(1).body()).startsWith("{\"text\":\"*Alert: gap at market*");
    } finally {
      mail.stop();
    }
  }

  private int mails() {
    return mail.getReceivedMessages().length;
  }

  private static boolean gathers(ConfigurableApplicationContext hub) {
    return hub.getBean(RouteFiles.class).routes().stream()
        .allMatch(route -> route.gather().toSeconds() == 4);
  }

  private void routes(Path data, String gather) throws IOException {
    var folder = Files.createDirectories(data.resolve("config/alerts"));
    Files.writeString(
        folder.resolve("duty.yaml"),
        """
        id: duty
        gather: %s
        to:
          mail: { host: 127.0.0.1, port: %d, tls: none, from: hub@example.com, to: [duty@example.com] }
        """
            .formatted(gather, mail.getSmtp().getPort()));
    Files.writeString(
        folder.resolve("chat.yaml"),
        "id: chat\ngather: %s\nto: { slack: { url: '${secret:chat}' } }\n".formatted(gather));
  }

  private static ConfigurableApplicationContext hub(Path data) {
    var arguments = WholeHub.arguments(data, DATABASE);
    arguments.add("--hub.alerts-dir=" + data.resolve("config/alerts"));
    return new SpringApplicationBuilder(CrossdockApplication.class)
        .run(arguments.toArray(String[]::new));
  }
}
