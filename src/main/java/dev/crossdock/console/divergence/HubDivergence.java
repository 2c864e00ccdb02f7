package dev.crossdock.console.divergence;

import dev.crossdock.divergence.Heals;
import dev.crossdock.divergence.Heals.Done;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The running hub's own comparisons and corrections. */
@Component
class HubDivergence implements DivergenceDesk {
  private final DivergenceTables tables;
  private final Heals heals;

  HubDivergence(DivergenceTables tables, Heals heals) {
    this.tables = tables;
    this.heals = heals;
  }

  @Override
  public List<Row> rows(Wanted wanted, int most) {
    return tables.rows(wanted, most);
  }

  @Override
  public List<Row> newest(int most) {
    return tables.newest(most);
  }

  @Override
  public List<Sort> sorts() {
    return tables.sorts();
  }

  @Override
  public Optional<One> open(long id) {
    return tables.row(id).map(row -> new One(row, tables.evidence(id), tables.heals(id)));
  }

  @Override
  public List<Run> runs(int each) {
    return tables.runs(each);
  }

  @Override
  public List<Held> held() {
    return tables.held(heals::isLetGo);
  }

  @Override
  public Done approve(List<Long> ids, String who) {
    return heals.approve(ids, who);
  }

  @Override
  public Done dismiss(List<Long> ids, String who) {
    return heals.dismiss(ids, who);
  }

  @Override
  public Done retry(List<Long> ids, String who) {
    return heals.retry(ids, who);
  }

  @Override
  public Done undo(List<Long> ids, String who) {
    return heals.undo(ids, who);
  }

  @Override
  public Done letGo(String channel, String who) {
    return heals.letGo(channel, who);
  }

  @Override
  public Done dismissHeld(String channel, String who) {
    return heals.dismissHeld(channel, who);
  }
}
