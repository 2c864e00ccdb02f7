package dev.crossdock.edge;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.Signatures;
import dev.crossdock.delivery.Heard;
import dev.crossdock.delivery.Inbox;
import dev.crossdock.kernel.HubException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where platforms post their webhooks: verify, keep, answer, and nothing else on that thread (rule
 * R1).
 *
 * <p>A plain controller and no Camel consumer: what a stranger sends as a header never becomes a
 * Camel header (rule R20).
 */
@RestController
class Webhooks {
  static final int LARGEST_BODY = 2 * 1024 * 1024;

  private final Channels channels;
  private final Signatures signatures;
  private final Inbox inbox;
  private final Clock clock;

  Webhooks(Channels channels, Signatures signatures, Inbox inbox, Clock clock) {
    this.channels = channels;
    this.signatures = signatures;
    this.inbox = inbox;
    this.clock = clock;
  }

  @PostMapping("/webhooks/{channel}/{*topic}")
  ResponseEntity<Answer> receive(
      @PathVariable String channel, @PathVariable String topic, HttpServletRequest request)
      throws IOException {
    var from = channels.find(channel);
    if (from.isEmpty()) {
      return Answer.notFound();
    }
    if (request.getContentLengthLong() > LARGEST_BODY) {
      return Answer.tooLarge();
    }
    var body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      return Answer.tooLarge();
    }
    return take(from.get(), topic.substring(1), headers(request), body);
  }

  private ResponseEntity<Answer> take(
      Channel channel, String topic, Map<String, String> headers, byte[] body) {
    var manifest = channels.manifestOf(channel);
    if (manifest.signature() == null || !signatures.verify(channel, headers, body)) {
      return Answer.notSigned();
    }
    var repeated = manifest.topicHeader();
    if (repeated != null && !topic.equals(headers.get(repeated))) {
      return Answer.notSigned();
    }
    var known = manifest.topic(topic).filter(t -> t.heardBy() == Manifest.HeardBy.WEBHOOK);
    if (known.isEmpty()) {
      return Answer.notFound();
    }
    try {
      inbox.keep(heard(channel, topic, manifest, known.get(), headers, body));
      return Answer.kept();
    } catch (HubException e) {
      return Answer.tryAgain();
    }
  }

  private Heard heard(
      Channel channel,
      String topic,
      Manifest manifest,
      Manifest.Topic known,
      Map<String, String> headers,
      byte[] body) {
    var kept = new HashMap<String, String>();
    manifest.headers().forEach(name -> put(kept, name, headers.get(name)));
    var messageId = known.messageId() == null ? null : Pick.from(known.messageId(), headers, body);
    var orderKey = Pick.from(known.orderKey(), headers, body);
    return Heard.webhook(
        channel.id(),
        topic,
        known.intake(),
        orderKey == null ? "" : orderKey,
        messageId,
        body,
        kept,
        clock.instant());
  }

  private static void put(Map<String, String> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.put(name.toLowerCase(Locale.ROOT), value);
    }
  }

  private static Map<String, String> headers(HttpServletRequest request) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var names = request.getHeaderNames(); names.hasMoreElements(); ) {
      var name = names.nextElement();
      headers.put(name, request.getHeader(name));
    }
    return headers;
  }
}
