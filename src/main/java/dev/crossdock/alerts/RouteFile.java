package dev.crossdock.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.crossdock.connectors.SignedPosts;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Secrets;
import dev.crossdock.kernel.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** Reads a file of {@code config/alerts/} that was found to be as it should be. */
final class RouteFile {
  private static final Duration USUAL_GATHER = Duration.ofSeconds(30);
  private static final int SUBMISSION = 587;
  private static final int SUBMISSION_TLS = 465;

  private final Secrets secrets;

  RouteFile(Secrets secrets) {
    this.secrets = secrets;
  }

  /** As it is written. */
  private record Written(
      String id,
      @Nullable List<String> kinds,
      @Nullable List<String> channels,
      @Nullable String after,
      @Nullable String gather,
      @Nullable String again,
      boolean resolved,
      WrittenTo to) {
    Route route() {
      return new Route(
          id,
          Objects.requireNonNullElse(kinds, List.of()),
          Objects.requireNonNullElse(channels, List.of()),
          Objects.requireNonNullElse(duration(after), Duration.ZERO),
          Objects.requireNonNullElse(duration(gather), USUAL_GATHER),
          duration(again),
          resolved,
          to.to());
    }
  }

  private record WrittenTo(
      @Nullable WrittenWebhook webhook, @Nullable WrittenSlack slack, @Nullable WrittenMail mail) {
    Route.To to() {
      if (webhook != null) {
        return new Route.Webhook(webhook.url(), named(webhook.secret()));
      }
      if (slack != null) {
        return new Route.Slack(named(slack.url()));
      }
      return Objects.requireNonNull(mail, "to").mail();
    }
  }

  private record WrittenWebhook(URI url, String secret) {}

  private record WrittenSlack(String url) {}

  private record WrittenMail(
      String host,
      @Nullable Integer port,
      @Nullable String tls,
      @Nullable String user,
      @Nullable String password,
      String from,
      List<String> to) {
    Route.Mail mail() {
      var how = Objects.requireNonNullElse(tls, "starttls");
      var usual = how.equals("implicit") ? SUBMISSION_TLS : SUBMISSION;
      return new Route.Mail(
          host,
          Objects.requireNonNullElse(port, usual),
          how,
          user,
          password == null ? null : named(password),
          from,
          to);
    }
  }

  /**
   * The route a file describes.
   *
   * @throws HubException {@code ALR-002} a secret is empty, {@code ALR-005} it is no route, {@code
   *     ALR-006} nothing can be signed with a secret
   */
  Route read(Path file, String text) {
    var yaml = document(file, text);
    var route = route(file, yaml);
    for (var name : route.to().secrets()) {
      if (secrets.find(name).isEmpty()) {
        throw new HubException(
            new Failure.Data(
                "ALR-002",
                "%s:%d needs the secret '%s', which is empty; set its variable, or write its file in the folder of secrets."
                    .formatted(file, yaml.line("/to"), name)));
      }
    }
    if (route.to() instanceof Route.Webhook webhook
        && SignedPosts.signature(secret(webhook.secret()), "id", Instant.EPOCH, new byte[0])
            .isEmpty()) {
      throw new HubException(
          new Failure.Data(
              "ALR-006",
              "%s:%d signs with the secret '%s', which is not whsec_ and then Base64 of 24 to 64 bytes; have its receiver make one."
                  .formatted(file, yaml.line("/to/webhook/secret"), webhook.secret())));
    }
    return route;
  }

  private byte[] secret(String name) {
    return secrets.find(name).orElse("").getBytes(StandardCharsets.UTF_8);
  }

  private static Yaml.Document document(Path file, String text) {
    try {
      return Yaml.read(text);
    } catch (Yaml.Unreadable e) {
      throw unreadable(file, e.line(), e);
    }
  }

  private static Route route(Path file, Yaml.Document yaml) {
    try {
      Written written =
          Json.mapper()
              .readerFor(Written.class)
              .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .readValue(yaml.root());
      return written.route();
    } catch (JsonProcessingException | RuntimeException e) {
      throw unreadable(file, 1, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HubException unreadable(Path file, int line, Exception why) {
    return new HubException(
        new Failure.Data(
            "ALR-005",
            "%s:%d does not say who is told of what: %s. Correct it; validate says more."
                .formatted(
                    file, line, String.valueOf(why.getMessage()).lines().findFirst().orElse("?"))),
        why);
  }

  private static @Nullable Duration duration(@Nullable String text) {
    return text == null ? null : DurationStyle.detectAndParse(text);
  }

  /** The name in {@code ${secret:name}}. */
  private static String named(String reference) {
    return reference.substring("${secret:".length(), reference.length() - 1);
  }
}
