package dev.crossdock.connectors;

import dev.crossdock.connectors.files.ChannelFile;
import dev.crossdock.connectors.files.Connected;
import dev.crossdock.connectors.files.Directory;
import dev.crossdock.connectors.files.HubFolders;
import dev.crossdock.connectors.files.ManifestFile;
import dev.crossdock.connectors.files.Unusable;
import dev.crossdock.kernel.ChannelSettings;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Secrets;
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
  private final HubFolders folders;
  private final ManifestFile manifestFile;
  private final ChannelFile channelFile;
  private volatile Directory directory = Directory.EMPTY;

  Channels(
      HubFolders folders, Environment environment, Secrets secrets, List<SignatureScheme> schemes) {
    this.folders = folders;
    this.manifestFile = new ManifestFile(schemes);
    this.channelFile = new ChannelFile(environment, secrets, schemes);
    try {
      directory = read(folders.texts());
    } catch (Unusable e) {
      throw e.stopsTheStart();
    }
  }

  /** Every channel, in the order of their names. */
  public List<Channel> all() {
    return directory.channels().values().stream().map(Connected::channel).toList();
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
        .orElseThrow(() -> new HubException(gone(channel)));
  }

  @Override
  public Map<String, String> of(String channel) {
    return find(channel).map(Channels::settings).orElse(Map.of());
  }

  /** The channel with its secrets, for this module alone. */
  public Optional<Connected> connected(String id) {
    return Optional.ofNullable(directory.channels().get(id));
  }

  /** All that is connected now, for this module alone. */
  public Directory directory() {
    return directory;
  }

  /** What the manifests and channel files among these texts say; nothing is changed by reading. */
  public Directory read(Map<Path, String> texts) throws Unusable {
    var manifests = new HashMap<String, Manifest>();
    var sorted = new TreeMap<>(texts);
    for (var entry : sorted.entrySet()) {
      if (folders.isManifest(entry.getKey())) {
        var manifest = manifestFile.read(entry.getKey(), entry.getValue());
        manifests.put(manifest.system(), manifest);
      }
    }
    var channels = new HashMap<String, Connected>();
    for (var entry : sorted.entrySet()) {
      if (folders.isChannel(entry.getKey())) {
        var connected = channelFile.read(entry.getKey(), entry.getValue(), manifests);
        channels.put(connected.channel().id(), connected);
      }
    }
    return new Directory(manifests, channels);
  }

  /** Connects to exactly these from now on. */
  public void become(Directory next) {
    directory = next;
  }

  private static Map<String, String> settings(Channel channel) {
    var all = new HashMap<>(channel.settings());
    all.put("channel", channel.id());
    all.put("zone", channel.zone().getId());
    all.put("currency", channel.currency());
    return Map.copyOf(all);
  }

  private static Failure gone(Channel channel) {
    return new Failure.Transient(
        "CON-013",
        "channel %s has no file in config/channels any more; restore it or let it go."
            .formatted(channel.id()));
  }
}
