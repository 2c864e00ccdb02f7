package dev.crossdock.inventory;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.stereotype.Component;

/**
 * Reads {@code config/stock.yaml}: what of the stock may be promised, whoever asks. Where there is
 * none, all of it.
 */
@Component
class StockFile {
  private final Written written;

  StockFile(@Value("${hub.stock-file:config/stock.yaml}") Path file) {
    this.written = Files.exists(file) ? read(file) : new Written(null, null);
  }

  List<Place> places() {
    return Objects.requireNonNullElse(written.locations(), List.of());
  }

  List<Bundle> bundles() {
    return Objects.requireNonNullElse(written.bundles(), List.of());
  }

  /** As it is written; a bundle is made of what is on a shelf, never of bundles. */
  record Written(@Nullable List<Place> locations, @Nullable List<Bundle> bundles) {
    Written {
      var all = Objects.requireNonNullElse(bundles, List.<Bundle>of());
      var names = all.stream().map(Bundle::sku).collect(Collectors.toSet());
      if (names.size() < all.size()
          || all.stream().flatMap(b -> b.parts().stream()).anyMatch(p -> names.contains(p.sku()))) {
        throw new IllegalArgumentException("a bundle stands twice, or is a part of another");
      }
    }
  }

  /**
   * One location.
   *
   * @param safety of every SKU, never promised to anybody
   * @param staleAfter when its keeper said nothing for so long, what it has is doubted; never
   *     without
   * @param staleKeeps how much of what it has counts then, in percent
   */
  record Place(
      LocationId id, int safety, @Nullable String staleAfter, @Nullable Integer staleKeeps) {
    Place {
      if (safety < 0 || keeps(staleKeeps) < 0 || keeps(staleKeeps) > 100) {
        throw new IllegalArgumentException(
            "%s has a safety below 0, or a staleKeeps that is not 0 to 100".formatted(id));
      }
      millis(staleAfter);
    }

    int keeps() {
      return keeps(staleKeeps);
    }

    @Nullable Long staleAfterMillis() {
      return millis(staleAfter);
    }

    private static int keeps(@Nullable Integer percent) {
      return percent == null ? 0 : percent;
    }

    private static @Nullable Long millis(@Nullable String duration) {
      return duration == null ? null : parsed(duration).toMillis();
    }

    private static Duration parsed(String duration) {
      return DurationStyle.detectAndParse(duration);
    }
  }

  private static Written read(Path file) {
    try {
      var root = Yaml.read(Files.readString(file)).root();
      if (root.isMissingNode() || root.isNull()) {
        return new Written(null, null);
      }
      return Json.mapper()
          .readerFor(Written.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(root);
    } catch (JsonMappingException | Yaml.Unreadable e) {
      throw new HubException(
          new Failure.Data(
              "INV-050",
              "%s does not say what of the stock may be promised: %s. Correct it, or remove it to promise all of it."
                  .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""))),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
