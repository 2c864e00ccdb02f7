package dev.crossdock.connectors.routes;

import dev.crossdock.connectors.files.HubFolders;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A route file or a kamelet, as it was read at one moment.
 *
 * @param path where it lies
 * @param text what it said then
 */
public record FileText(Path path, String text) {
  public static final String ROUTES = ".camel.yaml";
  public static final String KAMELET = ".kamelet.yaml";

  private static final Pattern USED =
      Pattern.compile("kamelet:(?!source|sink\\b)([a-z][a-z0-9-]*)");
  private static final Pattern POLICY = Pattern.compile("routeConfigurationId:\\s*([\\w-]+)");

  /** The kamelet's name: its file's. */
  String kamelet() {
    return HubFolders.bare(path, KAMELET);
  }

  /** The kamelets it names. */
  Set<String> usedKamelets() {
    return all(USED);
  }

  /** The policies it names. */
  Set<String> usedPolicies() {
    return all(POLICY);
  }

  private Set<String> all(Pattern pattern) {
    var found = new TreeSet<String>();
    pattern.matcher(text).results().forEach(r -> found.add(r.group(1)));
    return found;
  }
}
