package dev.crossdock.connectors;

import dev.crossdock.kernel.ChannelSettings;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Who we are connected to. */
@Component
public class Channels implements ChannelSettings {
  private static final String MANIFEST = "manifest.yaml";
  private static final String CHANNEL = ".yaml";

  private final ManifestFile manifestFile;
  private final ChannelFile channelFile;
  private volatile Map<String, Manifest> manifests = Map.of();
  private volatile Map<String, Connected> connected = Map.of();

  Channels(
      HubFolders folders, Environment environment, Secrets secrets, List<SignatureScheme> schemes) {
    this.manifestFile = new ManifestFile(Signatures.names(schemes));
    this.channelFile = new ChannelFile(environment, secrets);
    try {
      loadAll(folders);
    } catch (Unusable e) {
      throw e.stopsTheStart();
    }
  }

  /** Every channel, in the order of their names. */
  public List<Channel> all() {
    return connected.values().stream().map(Connected::channel).toList();
  }

  /** The channel of that name. */
  public Optional<Channel> find(String id) {
    return connected(id).map(Connected::channel);
  }

  /**
   * What the hub knows about the channel's system.
   *
   * @throws HubException {@code CON-013} when the channel is gone
   */
  public Manifest manifestOf(Channel channel) {
    return connected(channel.id())
        .map(Connected::manifest)
        .orElseThrow(
            () ->
                new HubException(
                    new Failure.Transient(
                        "CON-013",
                        "channel %s has no file in config/channels any more; restore it or let it go."
                            .formatted(channel.id()))));
  }

  @Override
  public Map<String, String> of(String channel) {
    return find(channel).map(Channels::settings).orElse(Map.of());
  }

  Optional<Connected> connected(String id) {
    return Optional.ofNullable(connected.get(id));
  }

  Map<String, Manifest> manifests() {
    return manifests;
  }

  /** Reads one channel's file without using it yet. */
  Connected read(Path file, String text) throws Unusable {
    return channelFile.read(file.toString(), text, HubFolders.bare(file, CHANNEL), manifests);
  }

  /** Reads one manifest without using it yet. */
  Manifest readManifest(Path file, String text) throws Unusable {
    var folder = file.toAbsolutePath().getParent();
    var name = folder == null ? "" : String.valueOf(folder.getFileName());
    return manifestFile.read(file.toString(), text, name);
  }

  synchronized void put(Connected channel) {
    var copy = new TreeMap<>(connected);
    copy.put(channel.channel().id(), channel);
    connected = java.util.Collections.unmodifiableMap(copy);
  }

  synchronized void remove(String channel) {
    var copy = new TreeMap<>(connected);
    copy.remove(channel);
    connected = java.util.Collections.unmodifiableMap(copy);
  }

  synchronized void put(Manifest manifest) {
    var copy = new HashMap<>(manifests);
    copy.put(manifest.system(), manifest);
    manifests = Map.copyOf(copy);
  }

  private void loadAll(HubFolders folders) throws Unusable {
    for (var system : folders.systems()) {
      var file = system.resolve(MANIFEST);
      if (Files.exists(file)) {
        put(readManifest(file, text(file)));
      }
    }
    for (var file : HubFolders.below(folders.channels(), CHANNEL)) {
      put(read(file, text(file)));
    }
  }

  private static Map<String, String> settings(Channel channel) {
    var all = new HashMap<>(channel.settings());
    all.put("channel", channel.id());
    all.put("zone", channel.zone().getId());
    all.put("currency", channel.currency());
    return Map.copyOf(all);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
