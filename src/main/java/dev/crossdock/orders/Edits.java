package dev.crossdock.orders;

import dev.crossdock.inventory.StockLedger.Edit;
import dev.crossdock.orders.OrderTable.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which lines of an order ask for more or less than they did when they were promised. */
final class Edits {
  private Edits() {}

  static List<Edit> of(@Nullable Kept before, @Nullable Folded after) {
    if (before == null || after == null || after.order().isReceipt()) {
      return List.of();
    }
    var lines = lines(after.order());
    var edits = new ArrayList<Edit>();
    for (var line : before.folded().order().lines()) {
      var now = lines.get(line.id());
      var by = (now == null ? 0 : now.quantity()) - line.quantity();
      if (by != 0 && line.sku() != null && line.quantity() > 0) {
        edits.add(new Edit(line.id(), line.sku(), by, after.order().updatedAt()));
      }
    }
    return edits;
  }

  private static Map<String, Order.Line> lines(Order order) {
    return order.lines().stream()
        .collect(Collectors.toMap(Order.Line::id, Function.identity(), (one, other) -> one));
  }
}
