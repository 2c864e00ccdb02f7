package dev.crossdock.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;

class ConsoleLoginTest extends ConsoleTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @LocalServerPort int port;

  @Test
  void sendsPeopleToTheLoginPage() throws Exception {
    var answer = get("/", "Accept", "text/html");

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location"))
        .hasValueSatisfying(at -> assertThat(at).endsWith("/login"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/jolokia",
        "/hawtio/plugin",
        "/console/live",
        "/prometheus",
        "/actuator/env",
        "/none"
      })
  void asksScriptsForTheirNameWithoutABrowserDialogue(String path) throws Exception {
    var answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin:admin",
        "admin:",
        "admin:password",
        "viewer:" + ConsoleHarness.ADMIN,
        "user:user"
      })
  void refusesEveryPasswordButTheRightOne(String namePassword) throws Exception {
    assertThat(get("/jolokia", "Authorization", basic(namePassword)).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/env",
        "/heapdump",
        "/gateway",
        "/beans",
        "/loggers",
        "/shutdown",
        "/actuator/env",
        "/actuator/heapdump",
        "/actuator/jolokia",
        "/h2-console",
        "/artemis/console"
      })
  void hasNoDoorsBesidesTheOnesItShows(String path) throws Exception {
    assertThat(get(path, "Authorization", basic("admin:" + ConsoleHarness.ADMIN)).statusCode())
        .isEqualTo(404);
  }

  @Test
  void takesNothingThatSystemsSend() throws Exception {
    var answer =
        send(
            HttpRequest.newBuilder(at("/webhooks/shop/orders/create"))
                .POST(BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isIn(401, 403, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/webhooks/..;/jolokia",
        "/webhooks/%2e%2e/jolokia",
        "/webhooks/..%2fjolokia",
        "/webhooks//../jolokia",
        "/webhooks/x;/../../jolokia",
        "/api/..;/hawtio/",
        "//jolokia",
        "/webhooks/%2e%2e%3b/jolokia"
      })
  void isNotEnteredThroughTheDoorOfTheSystems(String path) throws Exception {
    assertThat(get(path).statusCode()).isIn(400, 401, 404);
  }

  @Test
  void letsNoOtherPageSignInOrChangeAnything() throws Exception {
    var form = "username=admin&password=" + ConsoleHarness.ADMIN;

    var login =
        send(
            HttpRequest.newBuilder(at("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));

    assertThat(login.statusCode()).isEqualTo(403);
  }

  @Test
  void showsALoginPageThatLoadsNothingFromElsewhere() throws Exception {
    var page = get("/login");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("name=\"_csrf\"").doesNotContain("{{");
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy -> assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'"));
  }

  @Test
  void tellsAProbeThatItLives() throws Exception {
    var answer = get("/health/liveness");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(at(path));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private URI at(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  private static String basic(String namePassword) {
    var parts = namePassword.split(":", 2);
    return "Basic " + HttpHeaders.encodeBasicAuth(parts[0], parts[1], null);
  }
}
