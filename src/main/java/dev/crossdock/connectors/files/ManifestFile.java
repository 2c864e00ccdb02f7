package dev.crossdock.connectors.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.crossdock.connectors.Listing;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.SignatureScheme;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Yaml;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code manifest.yaml} and refuses what the hub could not keep to. */
public final class ManifestFile {
  private static final Set<String> AUTH_SCHEMES = Set.of("header", "oauth2-refresh-token");

  private final Set<String> signatureSchemes;

  public ManifestFile(List<SignatureScheme> schemes) {
    this.signatureSchemes =
        schemes.stream().map(SignatureScheme::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** What a manifest says. */
  public Manifest read(Path path, String text) throws Unusable {
    var file = path.toString();
    var parent = path.toAbsolutePath().getParent();
    var folder = parent == null ? "" : String.valueOf(parent.getFileName());
    var document = document(file, text);
    var manifest = as(Manifest.class, file, document);
    if (!folder.equals(manifest.system())) {
      throw new Unusable(
          file,
          document.line("/system"),
          "CON-004",
          "system is '%s' in the folder '%s'; give both one name."
              .formatted(manifest.system(), folder));
    }
    requireScheme(file, document, "signature", scheme(manifest.signature()), signatureSchemes);
    requireScheme(file, document, "auth", scheme(manifest.auth()), AUTH_SCHEMES);
    requireBudgets(file, document, manifest);
    return manifest;
  }

  /** What a file says, and in which line. */
  static Yaml.Document document(String file, String text) throws Unusable {
    try {
      return Yaml.read(text);
    } catch (Yaml.Unreadable e) {
      throw new Unusable(
          file,
          e.line(),
          "CON-003",
          "is not YAML we accept: %s. Correct it.".formatted(e.getMessage()));
    }
  }

  /** A document as one of our records; what it does not know is a mistake. */
  static <T> T as(Class<T> type, String file, Yaml.Document document) throws Unusable {
    try {
      return Json.mapper()
          .readerFor(type)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .readValue(document.root());
    } catch (JsonMappingException e) {
      var pointer =
          e.getPath().stream()
              .map(r -> r.getFieldName() != null ? r.getFieldName() : String.valueOf(r.getIndex()))
              .map(name -> "/" + name.replace("/", "~1"))
              .collect(Collectors.joining());
      throw unusable(file, document.line(pointer), pointer, e);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw unusable(file, 1, "", e);
    } catch (java.io.IOException e) {
      throw unusable(file, 1, "", e);
    }
  }

  private static Unusable unusable(String file, int line, String pointer, Exception e) {
    var why =
        String.valueOf(e.getMessage())
            .lines()
            .findFirst()
            .orElse("")
            .replaceAll("\\s*\\(class .*", "");
    return new Unusable(
        file,
        line,
        "CON-005",
        "%s: %s. Correct it.".formatted(pointer.isEmpty() ? "the whole" : pointer, why));
  }

  private static void requireScheme(
      String file, Yaml.Document document, String part, @Nullable String scheme, Set<String> known)
      throws Unusable {
    if (scheme != null && !known.contains(scheme)) {
      throw new Unusable(
          file,
          document.line("/" + part + "/scheme"),
          "CON-006",
          "%s scheme '%s' is not one the hub knows; use one of %s."
              .formatted(part, scheme, String.join(", ", known)));
    }
  }

  private static void requireBudgets(String file, Yaml.Document document, Manifest manifest)
      throws Unusable {
    var used =
        Stream.of(
                manifest.reads().values().stream().map(Manifest.Read::budget),
                manifest.writes().values().stream().map(Manifest.Write::budget),
                manifest.snapshots().values().stream().flatMap(ManifestFile::budgets))
            .flatMap(all -> all);
    for (var budget : used.toList()) {
      if (budget != null && !manifest.budgets().containsKey(budget)) {
        throw new Unusable(
            file,
            document.line("/budgets"),
            "CON-008",
            "budget '%s' is used but not declared under budgets; declare it.".formatted(budget));
      }
    }
  }

  private static Stream<@Nullable String> budgets(Listing listing) {
    return Stream.of(
        listing.paged() == null ? null : listing.paged().budget(),
        listing.file() == null ? null : listing.file().budget(),
        listing.file() == null ? null : listing.file().readyBudget(),
        listing.look() == null ? null : listing.look().budget());
  }

  private static @Nullable String scheme(Manifest.@Nullable Signature signature) {
    return signature == null ? null : signature.scheme();
  }

  private static @Nullable String scheme(Manifest.@Nullable Auth auth) {
    return auth == null ? null : auth.scheme();
  }
}
