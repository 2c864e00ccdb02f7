package dev.crossdock.sandbox.market;

import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sandbox.world.World;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** All of a seller's listings as a packed file of cells between tabs, a line for each. */
final class ListingsReport {
  private static final List<String> COLUMNS =
      List.of(
          "item-name",
          "item-description",
          "listing-id",
          "seller-sku",
          "price",
          "quantity",
          "open-date",
          "image-url",
          "item-is-marketplace",
          "product-id-type",
          "zshop-shipping-fee",
          "item-note",
          "item-condition",
          "zshop-category1",
          "zshop-browse-path",
          "zshop-storefront-feature",
          "asin1",
          "asin2",
          "asin3",
          "will-ship-internationally",
          "expedited-shipping",
          "zshop-boldface",
          "product-id",
          "bid-for-featured-placement",
          "add-delete",
          "pending-quantity",
          "fulfillment-channel",
          "merchant-shipping-group",
          "status");

  private ListingsReport() {}

  /** Writes it, and only then gives it its name. */
  static void write(World world, Path file) throws IOException {
    var half = file.resolveSibling(file.getFileName() + ".half");
    try (var out =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(half)), StandardCharsets.UTF_8))) {
      out.write(String.join("\t", COLUMNS));
      out.write('\n');
      for (var item : world.catalogue().all()) {
        out.write(line(world, item));
        out.write('\n');
      }
    }
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String line(World world, Item item) {
    var quantity = world.slips().said(Market.CHANNEL, world.holdings().quantity(Market.slot(item)));
    return String.join(
        "\t",
        item.title(),
        "",
        "0101" + item.asin(),
        item.sku(),
        item.price(),
        Integer.toString(quantity),
        "06/01/2025 08:00:00 GMT",
        "",
        "y",
        "1",
        "",
        "",
        "11",
        "",
        "",
        "",
        item.asin(),
        "",
        "",
        "1",
        "N",
        "",
        item.asin(),
        "",
        "",
        "0",
        "DEFAULT",
        "Migrated Template",
        quantity > 0 ? "Active" : "Inactive");
  }
}
