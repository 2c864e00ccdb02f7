package dev.crossdock.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.SignatureScheme;
import dev.crossdock.connectors.Slot;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.PromiseRules;
import dev.crossdock.kernel.Secrets;
import dev.crossdock.kernel.Yaml;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Reads a file of {@code config/channels/} and looks up what it refers to. */
public final class ChannelFile {
  private static final Pattern SECRET = Pattern.compile("\\$\\{secret:([a-z0-9][a-z0-9-]*)}");

  private final Environment environment;
  private final Secrets secrets;
  private final String secretsFolder;
  private final SignedChannel signed;

  public ChannelFile(Environment environment, Secrets secrets, List<SignatureScheme> schemes) {
    this.environment = environment;
    this.secrets = secrets;
    this.secretsFolder = environment.getProperty("hub.data-dir", ".crossdock") + "/secrets/";
    this.signed = new SignedChannel(schemes);
  }

  /** As it is written, its secrets still being references. */
  record Written(
      String id,
      String system,
      @Nullable Set<String> roles,
      @Nullable String endpoint,
      @Nullable ZoneId zone,
      @Nullable String currency,
      @Nullable Map<String, String> settings,
      @Nullable Map<String, List<String>> secrets,
      boolean shows,
      @Nullable LocationId reserveAt,
      @Nullable List<Slot> slots,
      @Nullable List<LocationId> keeps,
      boolean books,
      @Nullable String receivesAt,
      @Nullable WrittenPromise promise) {

    Channel channel() {
      return new Channel(
          id,
          system,
          Objects.requireNonNullElse(roles, Set.of()),
          Objects.requireNonNullElse(endpoint, ""),
          Objects.requireNonNullElse(zone, ZoneId.of("UTC")),
          Objects.requireNonNullElse(currency, ""),
          Objects.requireNonNullElse(settings, Map.of()),
          shows,
          reserveAt,
          Objects.requireNonNullElse(slots, List.of()),
          Objects.requireNonNullElse(keeps, List.of()),
          books,
          Objects.requireNonNullElse(receivesAt, ""),
          promise == null ? PromiseRules.USUAL : promise.rules());
    }
  }

  /** The channel a file describes, of one of these systems. */
  public Connected read(Path path, String text, Map<String, Manifest> manifests) throws Unusable {
    var file = path.toString();
    var name = HubFolders.bare(path, ".yaml");
    var document = ManifestFile.document(file, text);
    var resolved =
        new Yaml.Document(resolve(file, document, "", document.root()), document.lines());
    var written = ManifestFile.as(Written.class, file, resolved);
    if (!name.equals(written.id())) {
      throw new Unusable(
          file,
          document.line("/id"),
          "CON-009",
          "id is '%s' in the file '%s.yaml'; give both one name.".formatted(written.id(), name));
    }
    var manifest = manifests.get(written.system());
    if (manifest == null) {
      throw new Unusable(
          file,
          document.line("/system"),
          "CON-010",
          "channel %s is of the system '%s', which no folder of connectors/ speaks; there are %s."
              .formatted(name, written.system(), manifests.keySet().stream().sorted().toList()));
    }
    var connected =
        new Connected(written.channel(), manifest, secrets(file, document, written, manifest));
    signed.check(file, document, connected);
    return connected;
  }

  private Map<String, List<Secret>> secrets(
      String file, Yaml.Document document, Written written, Manifest manifest) throws Unusable {
    var found = new HashMap<String, List<Secret>>();
    var references = Objects.requireNonNullElse(written.secrets(), Map.<String, List<String>>of());
    for (var entry : references.entrySet()) {
      var line = document.line("/secrets/" + entry.getKey());
      var values = new ArrayList<Secret>();
      for (var reference : entry.getValue()) {
        values.add(secret(file, line, written.id(), reference));
      }
      found.put(entry.getKey(), List.copyOf(values));
    }
    for (var needed : needed(manifest)) {
      if (found.getOrDefault(needed, List.of()).isEmpty()) {
        throw new Unusable(
            file,
            document.line("/secrets"),
            "CON-002",
            "channel %s has no secret '%s', which the system %s asks for; name it under secrets."
                .formatted(written.id(), needed, manifest.system()));
      }
    }
    return found;
  }

  private Secret secret(String file, int line, String channel, String reference) throws Unusable {
    var match = SECRET.matcher(reference);
    if (!match.matches()) {
      throw new Unusable(
          file,
          line,
          "CON-007",
          "channel %s has something under secrets that is not a reference; write ${secret:a-name}, never the value."
              .formatted(channel));
    }
    var name = match.group(1);
    return secrets
        .find(name)
        .filter(value -> !value.isBlank())
        .map(Secret::new)
        .orElseThrow(
            () ->
                new Unusable(
                    file,
                    line,
                    "CON-001",
                    "channel %s needs the secret '%s', which is empty; set CROSSDOCK_SECRET_%s or put it in %s%s."
                        .formatted(
                            channel,
                            name,
                            name.toUpperCase(Locale.ROOT).replace('-', '_'),
                            secretsFolder,
                            name)));
  }

  private static List<String> needed(Manifest manifest) {
    var needed = new ArrayList<String>();
    if (manifest.signature() != null) {
      needed.add(manifest.signature().secret());
    }
    var auth = manifest.auth();
    if (auth != null) {
      for (var name :
          new @Nullable String[] {
            auth.secret(), auth.clientId(), auth.clientSecret(), auth.refreshToken()
          }) {
        Optional.ofNullable(name).ifPresent(needed::add);
      }
    }
    return needed;
  }

  private JsonNode resolve(String file, Yaml.Document document, String pointer, JsonNode node)
      throws Unusable {
    if (node instanceof ObjectNode object) {
      var copy = object.objectNode();
      for (var field : object.properties()) {
        copy.set(
            field.getKey(),
            resolve(
                file,
                document,
                pointer + "/" + field.getKey().replace("/", "~1"),
                field.getValue()));
      }
      return copy;
    }
    if (node instanceof ArrayNode array) {
      var copy = array.arrayNode();
      for (var item : array) {
        copy.add(resolve(file, document, pointer + "/" + copy.size(), item));
      }
      return copy;
    }
    if (!node.isTextual() || pointer.startsWith("/secrets/")) {
      return node;
    }
    return TextNode.valueOf(property(file, document.line(pointer), node.textValue()));
  }

  private String property(String file, int line, String text) throws Unusable {
    if (text.contains("${secret:")) {
      throw new Unusable(
          file, line, "CON-011", "refers to a secret outside secrets; move it below that key.");
    }
    try {
      return environment.resolveRequiredPlaceholders(text);
    } catch (IllegalArgumentException e) {
      throw new Unusable(
          file,
          line,
          "CON-012",
          "'%s' names a setting that is not set; set it or give it a default after a colon."
              .formatted(text));
    }
  }
}
