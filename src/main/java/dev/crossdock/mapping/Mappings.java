package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.ChannelSettings;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.References;
import dev.crossdock.kernel.Step;
import dev.crossdock.kernel.Verdict;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Turns a system's documents into ours, and ours into a system's, by the files in {@code
 * mappings/}.
 *
 * <p>All are compiled at start-up. A file that is changed later takes effect on {@link #reload};
 * one that does not compile leaves the one before it in use.
 */
@Component("mappings")
public class Mappings {
  private static final Logger LOG = LoggerFactory.getLogger(Mappings.class);

  private final MappingFolder folder;
  private final ObjectProvider<References> references;
  private final ObjectProvider<ChannelSettings> settings;
  private volatile LoadedMappings loaded;

  Mappings(
      @Value("${hub.mappings-dir:mappings}") Path folder,
      ObjectProvider<References> references,
      ObjectProvider<ChannelSettings> settings) {
    this.folder = new MappingFolder(folder);
    this.references = references;
    this.settings = settings;
    this.loaded = LoadedMappings.read(this.folder, LoadedMappings.NONE, Set.of());
    loaded.problems().forEach(problem -> LOG.error("mapping not loaded: {}", problem));
  }

  /**
   * Turns each open message of a batch into our shape. A message that its mapping refuses or sets
   * aside ends here, with the verdict that says why; the others go on.
   *
   * @throws HubException {@code MAP-001} when there is no such mapping
   */
  @Step("Turn each message from its system's shape into ours")
  public Batch apply(String mapping, Batch batch) {
    var wanted = loaded.require(mapping);
    var variables = variables(batch.channel());
    var mapped =
        translation(batch.channel())
            .during(() -> batch.map(message -> change(wanted, message, variables)))
            .mappedBy(mapping + '@' + wanted.version());
    CrashPoints.hit("mapping.applied");
    return mapped;
  }

  /**
   * Turns one document into another. The channel is the document's own {@code channel}, or that of
   * the {@code request} it answers.
   *
   * @throws HubException {@code MAP-…} when it cannot
   */
  @Step("Turn one document into another shape")
  public JsonNode translate(String mapping, JsonNode document) {
    var channel = document.path("channel").asText(document.at("/request/channel").asText(""));
    return translate(mapping, document, Map.of("channel", channel));
  }

  /**
   * Turns one document into another, with more variables than the channel's own.
   *
   * @param more by name; {@code channel} says whose document it is
   * @throws HubException {@code MAP-…} when it cannot
   */
  public JsonNode translate(String mapping, JsonNode document, Map<String, String> more) {
    var wanted = loaded.require(mapping);
    var channel = more.getOrDefault("channel", "");
    var variables = new HashMap<>(variables(channel));
    more.forEach((name, value) -> variables.put(name, TextNode.valueOf(value)));
    try {
      return translation(channel).during(() -> wanted.run(document, variables));
    } catch (Ignored e) {
      var sentence =
          "%s sets aside (%s) a document that was asked for; only messages may be ignored. Correct the mapping."
              .formatted(mapping, e.rule());
      throw new HubException(new Failure.Bug("MAP-023", sentence));
    }
  }

  /** Takes every changed, added and deleted file into use. */
  public List<Finding> reload() {
    return reload(Set.of());
  }

  /**
   * Takes changed, added and deleted files into use. Whatever does not compile stays as it was.
   *
   * @param notYet the mappings that stay as they are because something else is wrong with them
   * @return what does not compile, with file and line; empty when all is well
   */
  public synchronized List<Finding> reload(Set<String> notYet) {
    var next = LoadedMappings.read(folder, loaded, notYet);
    loaded = next;
    return next.problems();
  }

  /** What did not compile when last read, with file and line. */
  public List<Finding> problems() {
    return loaded.problems();
  }

  private static Message change(
      LoadedMapping mapping, Message message, Map<String, JsonNode> ofTheChannel) {
    try {
      var variables =
          mapping.mapping().asksForTheMessage() ? withMessage(ofTheChannel, message) : ofTheChannel;
      return message.with(mapping.run(message.document(), variables));
    } catch (Ignored e) {
      return message.ended(Verdict.ignored(e.rule()));
    } catch (HubException e) {
      if (e.failure().passes()) {
        throw e;
      }
      return message.ended(Verdict.parked(e.failure()));
    }
  }

  private static Map<String, JsonNode> withMessage(
      Map<String, JsonNode> ofTheChannel, Message message) {
    var variables = new HashMap<>(ofTheChannel);
    variables.put("topic", TextNode.valueOf(message.topic()));
    variables.put("observedAt", TextNode.valueOf(message.observedAt().toString()));
    variables.put("headers", Json.mapper().valueToTree(message.headers()));
    return variables;
  }

  private Map<String, JsonNode> variables(String channel) {
    var variables = new HashMap<String, JsonNode>();
    var known = settings.getIfAvailable();
    if (known != null) {
      known.of(channel).forEach((name, value) -> variables.put(name, TextNode.valueOf(value)));
    }
    variables.put("channel", TextNode.valueOf(channel));
    return variables;
  }

  private Translation translation(String channel) {
    return new Translation(channel, references.getIfAvailable(NoReferences::new));
  }
}
