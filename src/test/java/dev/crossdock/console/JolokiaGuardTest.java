package dev.crossdock.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;

/** Attack A-27: what Jolokia gives, and what it keeps, over real HTTP. */
class JolokiaGuardTest extends ConsoleTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String ROUTE =
      "org.apache.camel:context=console-test,type=routes,name=\\\"tick\\\"";

  @LocalServerPort int port;

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"type":"read","mbean":"java.lang:type=Memory","attribute":"HeapMemoryUsage"}""",
        """
        {"type":"read","mbean":"dev.crossdock:type=Hub","attribute":"ChannelsJson"}""",
        """
        {"type":"read","mbean":"java.lang:type=Runtime","attribute":"Uptime"}""",
        """
        {"type":"read","mbean":"org.apache.camel:context=console-test,type=context,name=\\"console-test\\"",
         "attribute":"Uptime"}""",
        """
        {"type":"exec","mbean":"org.apache.camel:context=console-test,type=context,name=\\"console-test\\"",
         "operation":"dumpRoutesAsXml()"}""",
        """
        {"type":"search","mbean":"org.apache.camel:type=routes,*"}""",
        """
        {"type":"version"}"""
      })
  void letsAViewerRead(String question) throws Exception {
    assertThat(ask("viewer", question).path("status").asInt()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"type":"exec","mbean":"ROUTE","operation":"stop()"}""",
        """
        {"type":"exec","mbean":"ROUTE","operation":"start()"}"""
      })
  void letsOnlyAnAdminStopAndStartARoute(String question) throws Exception {
    var asked = question.replace("ROUTE", ROUTE);

    assertThat(ask("viewer", asked).path("status").asInt()).isEqualTo(403);
    assertThat(ask("admin", asked).path("status").asInt()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"type":"exec","mbean":"com.sun.management:type=DiagnosticCommand","operation":"vmSystemProperties"}""",
        """
        {"type":"exec","mbean":"com.sun.management:type=DiagnosticCommand","operation":"gcClassHistogram","arguments":[[]]}""",
        """
        {"type":"exec","mbean":"com.sun.management:type=HotSpotDiagnostic","operation":"dumpHeap(java.lang.String,boolean)",
         "arguments":["/tmp/never.hprof",true]}""",
        """
        {"type":"read","mbean":"com.sun.management:type=HotSpotDiagnostic","attribute":"DiagnosticOptions"}""",
        """
        {"type":"exec","mbean":"ch.qos.logback.classic:Name=default,Type=ch.qos.logback.classic.jmx.JMXConfigurator",
         "operation":"reloadByURL","arguments":["http://127.0.0.1:1/"]}""",
        """
        {"type":"exec","mbean":"java.util.logging:type=Logging","operation":"setLoggerLevel","arguments":["","ALL"]}""",
        """
        {"type":"exec","mbean":"org.apache.camel:context=console-test,type=context,name=\\"console-test\\"",
         "operation":"addOrUpdateRoutesFromXml(java.lang.String)","arguments":["<routes/>"]}""",
        """
        {"type":"exec","mbean":"org.apache.camel:context=console-test,type=context,name=\\"console-test\\"",
         "operation":"dumpRoutesAsXml(boolean)","arguments":[true]}""",
        """
        {"type":"exec","mbean":"org.apache.camel:context=console-test,type=context,name=\\"console-test\\"",
         "operation":"sendStringBody","arguments":["direct:x","y"]}""",
        """
        {"type":"exec","mbean":"ROUTE","operation":"updateRouteFromXml(java.lang.String)","arguments":["<route/>"]}""",
        """
        {"type":"exec","mbean":"ROUTE","operation":"remove()"}""",
        """
        {"type":"exec","mbean":"org.apache.camel:context=console-test,type=endpoints,name=\\"timer://tick\\"",
         "operation":"browseAllMessagesAsXml(java.lang.Boolean)","arguments":[true]}""",
        """
        {"type":"exec","mbean":"org.apache.camel:context=console-test,type=tracer,name=BacklogTracer",
         "operation":"dumpAllTracedMessagesAsXml()"}""",
        """
        {"type":"read","mbean":"java.lang:type=Runtime","attribute":"SystemProperties"}""",
        """
        {"type":"read","mbean":"java.lang:type=Runtime","attribute":"InputArguments"}""",
        """
        {"type":"exec","mbean":"java.lang:type=Threading","operation":"dumpAllThreads(boolean,boolean)",
         "arguments":[true,true]}""",
        """
        {"type":"exec","mbean":"java.lang:type=Memory","operation":"gc"}""",
        """
        {"type":"write","mbean":"java.lang:type=Memory","attribute":"Verbose","value":true}""",
        """
        {"type":"write","mbean":"ROUTE","attribute":"TracingEnabled","value":true}""",
        """
        {"type":"exec","mbean":"hawtio:type=security,name=RBACRegistry","operation":"list()"}""",
        """
        {"type":"notification","command":"add","client":"x","mode":"pull","mbean":"java.lang:type=Memory"}"""
      })
  void keepsFromEverybodyWhatIsNotOnTheList(String question) throws Exception {
    var asked = question.replace("ROUTE", ROUTE);

    for (var who : new String[] {"viewer", "admin"}) {
      var answer = ask(who, asked);
      assertThat(answer.path("status").asInt()).as("%s: %s", who, answer).isIn(400, 403, 404, 500);
      assertThat(answer.has("value") && !answer.path("value").isNull()).isFalse();
    }
  }

  @Test
  void doesNotEvenNameWhatIsNotOnTheList() throws Exception {
    var everything = ask("admin", "{\"type\":\"list\"}").path("value");

    assertThat(everything.fieldNames())
        .toIterable()
        .contains("org.apache.camel", "java.lang", "quartz", "org.apache.activemq.artemis")
        .doesNotContain("com.sun.management", "java.util.logging", "JMImplementation", "Tomcat");
    assertThat(
            ask("admin", "{\"type\":\"search\",\"mbean\":\"com.sun.management:*\"}").path("value"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/jolokia/exec/java.lang:type=Memory/gc",
        "/jolokia/write/java.lang:type=Memory/Verbose/true",
        "/jolokia/?p=exec/java.lang:type=Memory/gc",
        "/jolokia?p=/exec/java.lang:type=Memory/gc"
      })
  void changesNothingForAPlainLink(String link) throws Exception {
    var answer = HTTP.send(request("admin", link).GET().build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void readsForAPlainLink() throws Exception {
    var link = "/jolokia/read/java.lang:type=Memory/HeapMemoryUsage/used";

    var answer = HTTP.send(request("viewer", link).GET().build(), BodyHandlers.ofByteArray());

    assertThat(Json.read(answer.body()).path("value").asLong()).isPositive();
  }

  @Test
  void callsNoOtherMachine() throws Exception {
    try (var elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      elsewhere.setSoTimeout(1);
      var url = "service:jmx:rmi:///jndi/rmi://127.0.0.1:" + elsewhere.getLocalPort() + "/jmxrmi";

      ask(
          "admin",
          """
          {"type":"read","mbean":"java.lang:type=Memory","attribute":"HeapMemoryUsage",
           "target":{"url":"%s"}}"""
              .formatted(url));

      assertThatThrownBy(elsewhere::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void hasNoProxy() throws Exception {
    var link = "/hawtio/proxy/http/127.0.0.1/" + port + "/jolokia";

    var answer = HTTP.send(request("admin", link).GET().build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  private JsonNode ask(String who, String question) throws Exception {
    var answer =
        HTTP.send(
            request(who, "/jolokia/").POST(BodyPublishers.ofString(question)).build(),
            BodyHandlers.ofByteArray());
    return Json.read(answer.body());
  }

  private HttpRequest.Builder request(String who, String path) throws IOException {
    var password = who.equals("admin") ? ConsoleHarness.ADMIN : ConsoleHarness.VIEWER;
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .header("Content-Type", "application/json")
        .header("Authorization", "Basic " + HttpHeaders.encodeBasicAuth(who, password, null));
  }
}
