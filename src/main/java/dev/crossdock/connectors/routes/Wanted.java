package dev.crossdock.connectors.routes;

import dev.crossdock.connectors.files.Connected;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What should be running, as the files say.
 *
 * @param kamelets by name
 * @param routes by path
 * @param channels by name
 */
public record Wanted(
    Map<String, FileText> kamelets, Map<Path, FileText> routes, Map<String, Connected> channels) {
  public static final Wanted NOTHING = new Wanted(Map.of(), Map.of(), Map.of());

  /** Takes copies, in order. */
  public Wanted {
    kamelets = new TreeMap<>(kamelets);
    routes = new TreeMap<>(routes);
    channels = new TreeMap<>(channels);
  }

  /** The same with one kamelet or route file as it reads now. */
  public Wanted with(FileText file) {
    return isKamelet(file.path())
        ? new Wanted(put(kamelets, file.kamelet(), file), routes, channels)
        : new Wanted(kamelets, put(routes, file.path(), file), channels);
  }

  /** The same without one kamelet or route file. */
  public Wanted without(Path path) {
    return isKamelet(path)
        ? new Wanted(put(kamelets, new FileText(path, "").kamelet(), null), routes, channels)
        : new Wanted(kamelets, put(routes, path, null), channels);
  }

  /** The same with these channels instead. */
  public Wanted channels(Map<String, Connected> now) {
    return new Wanted(kamelets, routes, now);
  }

  /** The kamelets a file uses, and those they use. */
  Map<String, FileText> kameletsOf(FileText file) {
    var found = new TreeMap<String, FileText>();
    collect(file, found, new HashSet<>());
    return found;
  }

  Optional<FileText> kamelet(String name) {
    return Optional.ofNullable(kamelets.get(name));
  }

  private void collect(FileText file, Map<String, FileText> found, Set<String> seen) {
    for (var name : file.usedKamelets()) {
      var kamelet = kamelets.get(name);
      if (seen.add(name) && kamelet != null) {
        found.put(name, kamelet);
        collect(kamelet, found, seen);
      }
    }
  }

  private static boolean isKamelet(Path path) {
    return path.toString().endsWith(FileText.KAMELET);
  }

  private static <K> Map<K, FileText> put(Map<K, FileText> map, K key, @Nullable FileText value) {
    var copy = new HashMap<>(map);
    if (value == null) {
      copy.remove(key);
    } else {
      copy.put(key, value);
    }
    return copy;
  }
}
