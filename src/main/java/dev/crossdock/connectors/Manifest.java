package dev.crossdock.connectors;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.crossdock.connectors.Listing.Scopes;
import dev.crossdock.connectors.files.ShortDuration;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the hub must know about a system before it may listen to it or speak to it: {@code
 * connectors/<system>/manifest.yaml}.
 *
 * @param system its name, the same as its folder's
 * @param api which of its interfaces, and which version, the connector was written against
 * @param signature how its webhooks prove where they come from; null when it sends none
 * @param topicHeader the header that repeats the topic of the path; null when it has none
 * @param topicIn where in the signed body the topic stands ({@code body:/pointer}), for a system
 *     that posts everything to one address; null when the path says it
 * @param headers the only headers of a webhook that are kept
 * @param answerHeaders the headers of its answers that mappings need beside the usual ones
 * @param topics what it can tell us
 * @param auth how our calls prove who we are; null when they need not
 * @param reads what it can be asked
 * @param writes what it can be told
 * @param budgets how often it may be called, until it says otherwise itself
 * @param failures which of its codes is of which failure class; null when the usual ones fit
 * @param quota when a day's worth of calls comes back; null when it counts none
 * @param ownEffects which changes of its stock it makes by itself
 * @param subscriptions how we see to it that it goes on posting webhooks; null when people do that
 * @param snapshots how it lists all that it holds, by what it is: {@code stock}, {@code orders}
 * @param scopes what it must let us do; null when it cannot be asked
 */
public record Manifest(
    String system,
    @Nullable String api,
    @Nullable Signature signature,
    @Nullable String topicHeader,
    @Nullable String topicIn,
    List<String> headers,
    List<String> answerHeaders,
    Map<String, Topic> topics,
    @Nullable Auth auth,
    Map<String, Read> reads,
    Map<String, Write> writes,
    Map<String, Budget> budgets,
    @Nullable FailureClasses failures,
    @Nullable Quota quota,
    OwnEffects ownEffects,
    @Nullable Subscriptions subscriptions,
    Map<String, Listing> snapshots,
    @Nullable Scopes scopes) {

  /** Fills in what a short manifest leaves out. */
  public Manifest {
    headers = headers == null ? List.of() : List.copyOf(headers);
    answerHeaders = answerHeaders == null ? List.of() : List.copyOf(answerHeaders);
    topics = topics == null ? Map.of() : Map.copyOf(topics);
    reads = reads == null ? Map.of() : Map.copyOf(reads);
    writes = writes == null ? Map.of() : Map.copyOf(writes);
    budgets = budgets == null ? Map.of() : Map.copyOf(budgets);
    ownEffects = ownEffects == null ? new OwnEffects(false, false, false) : ownEffects;
    snapshots = snapshots == null ? Map.of() : Map.copyOf(snapshots);
  }

  /** Which of its failures is of which class. */
  public FailureClasses failureClasses() {
    return failures == null ? FailureClasses.USUAL : failures;
  }

  /** The topic of that name. */
  public Optional<Topic> topic(String name) {
    return Optional.ofNullable(topics.get(name));
  }

  /** What it can be asked under that name. */
  public Optional<Read> read(String name) {
    return Optional.ofNullable(reads.get(name));
  }

  /** What it can be told under that name. */
  public Optional<Write> write(String name) {
    return Optional.ofNullable(writes.get(name));
  }

  /** The budget of that name. */
  public Optional<Budget> budget(String name) {
    return Optional.ofNullable(budgets.get(name));
  }

  /**
   * How a webhook is signed.
   *
   * @param scheme the name of a signature scheme, for example {@code hmac-sha256-base64}
   * @param header where the signature stands
   * @param secret which of the channel's secrets it is made with
   */
  public record Signature(String scheme, String header, String secret) {}

  /**
   * One kind of message.
   *
   * @param intake the route template that takes it in
   * @param messageId where its transport id stands: {@code header:X}, {@code body:/pointer} or
   *     {@code item}; null when it has none
   * @param orderKey by what its messages keep their order: {@code header:X}, {@code body:/pointer}
   *     or {@code item}
   * @param dedupe what makes a repeat a repeat, beside the transport id
   * @param heardBy webhook, poll or file
   * @param names by what people know it, each from one place or joined from several; what the
   *     journey finds it by
   * @param afterParked what later messages of a key do while an earlier one is parked
   * @param supersedes whether each message tells the whole state, so that a later one settles an
   *     earlier one that is parked
   * @param sequence the number that its system counts; null when it counts none
   */
  public record Topic(
      String intake,
      @Nullable String messageId,
      String orderKey,
      List<String> dedupe,
      HeardBy heardBy,
      Map<String, List<String>> names,
      AfterParked afterParked,
      boolean supersedes,
      @Nullable Sequence sequence) {

    /** Fills in what a short topic leaves out. */
    public Topic {
      dedupe = dedupe == null ? List.of() : List.copyOf(dedupe);
      heardBy = heardBy == null ? HeardBy.WEBHOOK : heardBy;
      names = names == null ? Map.of() : Map.copyOf(names);
      afterParked = afterParked == null ? AfterParked.SKIP : afterParked;
    }
  }

  /** What later messages of a key do while an earlier one waits for a person. */
  public enum AfterParked {
    /** They go on without it. */
    @JsonProperty("skip")
    SKIP,
    /** They wait for it. */
    @JsonProperty("hold")
    HOLD
  }

  /** How a message reaches us. */
  public enum HeardBy {
    @JsonProperty("webhook")
    WEBHOOK,
    @JsonProperty("poll")
    POLL,
    @JsonProperty("file")
    FILE
  }

  /**
   * How our calls are signed; each name beside the scheme is one of the channel's secrets.
   *
   * @param scheme {@code header} or {@code oauth2-refresh-token}
   * @param header the header that carries the secret or the token
   * @param secret for {@code header}: what it carries
   * @param tokenPath for {@code oauth2-refresh-token}: where a token is had, from the endpoint
   */
  public record Auth(
      String scheme,
      @Nullable String header,
      @Nullable String secret,
      @Nullable String tokenPath,
      @Nullable String clientId,
      @Nullable String clientSecret,
      @Nullable String refreshToken) {}

  /**
   * Something the system can be asked, one page at a time.
   *
   * @param route the route template that asks
   * @param cursor the field by which "changed since" is told; null when everything is read
   * @param overlap how far before the cursor a read starts, for what arrived late
   * @param firstRead where it starts when it has never been made
   * @param topics as what its items are kept; the first is the usual one
   * @param brake whether all that one run finds is looked at before any of it takes effect
   * @param budget which budget its calls are taken from
   * @param cost what one page costs
   */
  public record Read(
      String route,
      @Nullable String cursor,
      @JsonDeserialize(using = ShortDuration.class) Duration overlap,
      FirstRead firstRead,
      @JsonAlias("topic") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          List<String> topics,
      boolean brake,
      @Nullable String budget,
      @Nullable Double cost) {

    /** Fills in what a short read leaves out. */
    public Read {
      overlap = overlap == null ? Duration.ZERO : overlap;
      firstRead = firstRead == null ? FirstRead.ALL : firstRead;
      topics = topics == null ? List.of() : List.copyOf(topics);
      cost = cost == null ? Double.valueOf(1) : cost;
    }
  }

  /** Where a read starts when it has never been made. */
  public enum FirstRead {
    /** At the beginning: what is there counts, however old. */
    @JsonProperty("all")
    ALL,
    /** Now: what happened before is in the counts that we start from. */
    @JsonProperty("new")
    NEW
  }

  /**
   * Something the system can be told, in batches.
   *
   * @param route the route template that tells
   * @param batch how many items one call takes
   * @param partialFailure what one bad item means for the others in its call
   * @param compareAndSet whether a write names the value it replaces
   * @param idempotencyKey whether a write twice with one key is the same as once
   * @param budget which budget its calls are taken from
   * @param cost what one call costs
   * @param readAfterWrite how long after "accepted" it must be read back; zero when accepted means
   *     applied
   * @param readBack how that is asked; null when it cannot be
   * @param lookup the route template that is asked first what the system knows of the items:
   *     whether it has them already, and what it calls their parts; null when that need not be
   *     known
   */
  public record Write(
      String route,
      @Nullable Integer batch,
      PartialFailure partialFailure,
      boolean compareAndSet,
      boolean idempotencyKey,
      @Nullable String budget,
      @Nullable Double cost,
      @JsonDeserialize(using = ShortDuration.class) Duration readAfterWrite,
      @Nullable ReadBack readBack,
      @Nullable String lookup) {

    /** Fills in what a short write leaves out. */
    public Write {
      batch = batch == null ? Integer.valueOf(1) : batch;
      partialFailure = partialFailure == null ? PartialFailure.PER_ITEM : partialFailure;
      cost = cost == null ? Double.valueOf(1) : cost;
      readAfterWrite = readAfterWrite == null ? Duration.ZERO : readAfterWrite;
    }
  }

  /**
   * How a system is asked what it shows of some items.
   *
   * @param route the route template that asks
   * @param batch how many items one call asks for
   * @param budget which budget its calls are taken from
   */
  public record ReadBack(String route, @Nullable Integer batch, @Nullable String budget) {}

  /** What one bad item means for the others in its call. */
  public enum PartialFailure {
    @JsonProperty("all-or-nothing")
    ALL_OR_NOTHING,
    @JsonProperty("per-item")
    PER_ITEM
  }

  /**
   * How often a system may be called.
   *
   * @param model cost points, or plain requests
   * @param scope who shares it: all channels with one credential, or one channel
   * @param perSecond how much comes back every second
   * @param burst how much can be saved up
   */
  public record Budget(Model model, Scope scope, double perSecond, double burst) {

    /** Fills in what a short budget leaves out. */
    public Budget {
      model = model == null ? Model.REQUESTS : model;
      scope = scope == null ? Scope.CREDENTIAL : scope;
    }

    /** What is counted. */
    public enum Model {
      @JsonProperty("cost-points")
      COST_POINTS,
      @JsonProperty("requests")
      @JsonAlias("token-bucket")
      REQUESTS
    }

    /** Who shares it. */
    public enum Scope {
      @JsonProperty("credential")
      CREDENTIAL,
      @JsonProperty("channel")
      CHANNEL
    }
  }

  /**
   * A limit of calls for a whole day.
   *
   * @param resetsAt when the count begins anew
   * @param zone by which clock
   */
  public record Quota(LocalTime resetsAt, ZoneId zone) {}

  /**
   * Which changes of its own stock a system makes by itself.
   *
   * @param sells it lowers its quantity when it sells
   * @param cancels it raises it again when an order is cancelled
   * @param refunds it raises it again when goods come back
   */
  public record OwnEffects(boolean sells, boolean cancels, boolean refunds) {}

  /**
   * How a platform is asked what it posts to us, and asked to post it again.
   *
   * @param list the route template that asks for one page of addresses
   * @param create the route template that subscribes to one topic
   * @param every how often it is asked, beside whenever it has fallen silent
   * @param budget which budget its calls are taken from
   * @param cost what one call costs
   */
  public record Subscriptions(
      String list,
      String create,
      @JsonDeserialize(using = ShortDuration.class) Duration every,
      @Nullable String budget,
      @Nullable Double cost) {

    /** Fills in what a short declaration leaves out. */
    public Subscriptions {
      every = every == null ? Duration.ofMinutes(15) : every;
    }
  }
}
