package dev.crossdock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A new system is a folder of YAML and JSLT: Java never learns its name. */
class VendorNamesTest {
  private static final Pattern VENDORS =
      Pattern.compile(
          "(?i)shopify|amazon|woocommerce|magento|ebay|walmart|squareup|lightspeed|netsuite|odoo|erpnext|poslog|ixretail|inventorysetquantities|X-Shopify|x-amz");

  /**
   * What a channel may be to the retailer; two folders of {@code connectors/} are called the same.
   */
  private static final Set<String> ROLES =
      Set.of("storefront", "marketplace", "pos", "erp", "wms", "pim");

  @Test
  void keepsVendorsOutOfJava() throws Exception {
    var systems = namesOf(Path.of("connectors"));

    var found =
        Sources.below(Sources.JAVA, ".java").stream()
            .filter(file -> !Sources.moduleOf(file).equals("sandbox"))
            .flatMap(file -> Stream.concat(vendors(file), systems(file, systems)))
            .toList();

    assertThat(found)
        .as("a vendor's name in Java; say it in connectors/<system>/ or config/channels/ instead")
        .isEmpty();
  }

  private static Stream<Sources.Place> vendors(Path file) {
    return Sources.places(file, VENDORS);
  }

  /** A system of the connectors folder, as a whole string constant. */
  private static Stream<Sources.Place> systems(Path file, List<String> systems) {
    return Sources.places(file, Pattern.compile("\"(" + String.join("|", systems) + ")\""));
  }

  private static List<String> namesOf(Path folder) throws Exception {
    try (var systems = Files.list(folder)) {
      return systems
          .map(path -> path.getFileName().toString())
          .filter(name -> !ROLES.contains(name))
          .toList();
    }
  }
}
