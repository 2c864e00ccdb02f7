package dev.crossdock.edge;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.Signatures;
import dev.crossdock.delivery.Heard;
import dev.crossdock.delivery.Inbox;
import dev.crossdock.kernel.Capped;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Fullest;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Room;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where platforms post their webhooks: verify, keep, answer, and nothing else on that thread (rule
 * R1).
 *
 * <p>Plain Java and no Camel consumer: what a stranger sends as a header never becomes a Camel
 * header (rule R20).
 */
@Component
class Webhooks implements Capped {
  /** By the W3C's Trace Context a sender may say to which of its own traces a message belongs. */
  private static final String TRACE = "traceparent";

  private static final int TRACE_LENGTH = 55;
  static final int LARGEST_BODY = 2 * 1024 * 1024;

  private static final String PREFIX = "/webhooks/";

  private final Channels channels;
  private final Signatures signatures;
  private final Inbox inbox;
  private final Room room;
  private final Clock clock;
  private final EdgeMeters meters;
  private final AtomicInteger inHand = new AtomicInteger();
  private final Fullest bodies = new Fullest("webhook-body", LARGEST_BODY);

  Webhooks(
      Channels channels,
      Signatures signatures,
      Inbox inbox,
      Room room,
      Clock clock,
      EdgeMeters meters) {
    this.channels = channels;
    this.signatures = signatures;
    this.inbox = inbox;
    this.room = room;
    this.clock = clock;
    this.meters = meters;
  }

  void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var began = System.nanoTime();
    inHand.incrementAndGet();
    try {
      var answer = taken(request);
      answer.to(response);
      CrashPoints.hit("edge.answered");
      meters.answered(channelOf(request), answer, System.nanoTime() - began);
    } finally {
      inHand.decrementAndGet();
    }
  }

  @Override
  public List<Cap> caps() {
    return List.of(bodies.cap());
  }

  /** How many requests are being answered just now. */
  int inHand() {
    return inHand.get();
  }

  /** The channel that an address names, if there is one; a stranger's words never become a tag. */
  private String channelOf(HttpServletRequest request) {
    var parts = request.getRequestURI().split("/", 4);
    return parts.length > 2 && channels.find(parts[2]).isPresent() ? parts[2] : "none";
  }

  private Answer taken(HttpServletRequest request) throws IOException {
    try {
      return answer(request);
    } catch (HubException e) {
      return Answer.TRY_AGAIN;
    }
  }

  /**
   * The address is taken as it was sent: channel and topic must be letter for letter those that
   * files name, so one that is written in another way is none of ours.
   */
  private Answer answer(HttpServletRequest request) throws IOException {
    var address = request.getRequestURI();
    if (!address.startsWith(PREFIX)) {
      return Answer.NOT_FOUND;
    }
    var slash = address.indexOf('/', PREFIX.length());
    var channelEnd = slash < 0 ? address.length() : slash;
    var from = channels.find(address.substring(PREFIX.length(), channelEnd));
    if (from.isEmpty() || saysItsTopicInTheBody(from.get()) != slash < 0) {
      return Answer.NOT_FOUND;
    }
    if (!request.getMethod().equals("POST")) {
      return Answer.ONLY_POST;
    }
    if (!room.isLeft()) {
      return Answer.TRY_AGAIN;
    }
    if (request.getContentLengthLong() > LARGEST_BODY) {
      bodies.fits(request.getContentLengthLong());
      return Answer.TOO_LARGE;
    }
    var body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
    if (!bodies.fits(body.length)) {
      return Answer.TOO_LARGE;
    }
    CrashPoints.hit("edge.body-read");
    var topic = slash < 0 ? "" : address.substring(slash + 1);
    return take(from.get(), topic, request::getHeader, body);
  }

  private boolean saysItsTopicInTheBody(Channel channel) {
    return channels.manifestOf(channel).topicIn() != null;
  }

  private Answer take(
      Channel channel, String inPath, Function<String, @Nullable String> header, byte[] body) {
    var manifest = channels.manifestOf(channel);
    if (manifest.signature() == null || !signatures.verify(channel, inPath, header, body)) {
      return Answer.NOT_SIGNED;
    }
    var topicIn = manifest.topicIn();
    var topic =
        topicIn == null ? inPath : Objects.requireNonNullElse(Pick.from(topicIn, header, body), "");
    var repeated = manifest.topicHeader();
    if (repeated != null && !topic.equals(header.apply(repeated))) {
      return Answer.NOT_SIGNED;
    }
    var known = manifest.topic(topic).filter(t -> t.heardBy() == Manifest.HeardBy.WEBHOOK);
    if (known.isEmpty()) {
      return Answer.NOT_FOUND;
    }
    CrashPoints.hit("edge.verified");
    inbox.keep(heard(channel, topic, manifest, known.get(), header, body));
    CrashPoints.hit("edge.kept");
    return Answer.KEPT;
  }

  private Heard heard(
      Channel channel,
      String topic,
      Manifest manifest,
      Manifest.Topic known,
      Function<String, @Nullable String> header,
      byte[] body) {
    var kept = new HashMap<String, String>();
    manifest.headers().forEach(name -> put(kept, name, header.apply(name)));
    var trace = header.apply(TRACE);
    if (trace != null && trace.length() == TRACE_LENGTH) {
      put(kept, TRACE, trace);
    }
    var messageId = known.messageId() == null ? null : Pick.from(known.messageId(), header, body);
    var orderKey = Pick.from(known.orderKey(), header, body);
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
}
