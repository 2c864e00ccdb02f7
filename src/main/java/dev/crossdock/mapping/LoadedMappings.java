package dev.crossdock.mapping;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All mappings in use at one moment.
 *
 * @param byName each that compiled, or the one before it
 * @param schemas what their documents are checked against
 * @param problems why a file is not in use
 */
record LoadedMappings(
    Map<String, LoadedMapping> byName, CanonicalSchemas schemas, List<Finding> problems) {

  static final LoadedMappings NONE = new LoadedMappings(Map.of(), CanonicalSchemas.NONE, List.of());

  /** Reads all of them, keeping of {@code before} what does not compile now. */
  static LoadedMappings read(MappingFolder folder, LoadedMappings before, Set<String> notYet) {
    var problems = new ArrayList<Finding>();
    var schemas = schemas(folder, before, problems);
    var byName = new HashMap<String, LoadedMapping>();
    for (var name : folder.names()) {
      var kept = before.byName().get(name);
      try {
        if (!notYet.contains(name)) {
          kept = folder.load(name, schemas);
        }
      } catch (DoesNotCompile e) {
        problems.add(e.finding());
      }
      if (kept != null) {
        byName.put(name, kept);
      }
    }
    return new LoadedMappings(Map.copyOf(byName), schemas, List.copyOf(problems));
  }

  /**
   * One by its name.
   *
   * @throws HubException {@code MAP-001}, which passes once the file is there
   */
  LoadedMapping require(String name) {
    var mapping = byName.get(name);
    if (mapping == null) {
      var sentence =
          "there is no mapping '%s' that compiles. Put mappings/%s.jslt right; its messages wait."
              .formatted(name, name);
      throw new HubException(new Failure.Transient("MAP-001", sentence));
    }
    return mapping;
  }

  private static CanonicalSchemas schemas(
      MappingFolder folder, LoadedMappings before, List<Finding> problems) {
    try {
      return CanonicalSchemas.read(folder.root());
    } catch (DoesNotCompile e) {
      problems.add(e.finding());
      return before.schemas();
    }
  }
}
