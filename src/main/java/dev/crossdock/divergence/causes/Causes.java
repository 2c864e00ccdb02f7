package dev.crossdock.divergence.causes;

import dev.crossdock.divergence.causes.CauseTable.Item;
import dev.crossdock.divergence.causes.Rules.Named;
import dev.crossdock.inventory.Bundles;
import dev.crossdock.kernel.Sku;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Says of what drifted why, as far as what happened around it tells. */
@Component
public class Causes {
  private final CauseTable table;
  private final Bundles bundles;

  Causes(CauseTable table, Bundles bundles) {
    this.table = table;
    this.bundles = bundles;
  }

  /** Names the cause of each that one comparison called drift and that has none yet. */
  public void name(Scope scope) {
    var items = table.items(scope);
    var named = new HashMap<Long, Named>();
    if (items.stream().anyMatch(Item::isUnnamed)) {
      var around = around(scope, items);
      items.stream()
          .filter(Item::isUnnamed)
          .map(Item::drifted)
          .forEach(one -> named.put(one.id(), Rules.name(scope.entity(), one, around)));
      table.name(named);
    }
  }

  private Around around(Scope scope, List<Item> items) {
    var channel = scope.channel();
    var differing = table.differing(channel);
    return new Around(
        channel,
        table.gaps(channel),
        table.unheard(channel),
        table.unlisted(channel),
        table.largestSale(channel),
        scope.books(),
        Alike.among(items.stream().map(Item::drifted).toList()),
        sku -> isBundleOfWhatAgrees(sku, differing));
  }

  private boolean isBundleOfWhatAgrees(String sku, Set<String> differing) {
    var bundle = bundles.find(new Sku(sku));
    return bundle != null
        && bundle.parts().stream().noneMatch(part -> differing.contains(part.sku().value()));
  }
}
