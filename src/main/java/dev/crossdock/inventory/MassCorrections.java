package dev.crossdock.inventory;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.MassChange;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Says when a system that books stock corrects too much of it at once: over 20 % of its places, or
 * over 30 % of their units (rule R17, fault F-66).
 *
 * <p>A first figure for a place corrects nothing, and what follows from bookings it was sent is
 * none either: only where it says something else than we do, something is corrected.
 */
@Component
class MassCorrections implements MassChange {
  private static final double MOST_OF_PLACES = 0.20;
  private static final double MOST_OF_UNITS = 0.30;

  /** Fewer are no mass, however small the catalogue. */
  private static final int FEWEST = 20;

  private static final String KNOWN =
      """
      select count(*), coalesce(sum(greatest(l.on_hand, 0)), 0)
      from inventory_counts c join inventory_levels l on l.sku = c.sku and l.location = c.location
      where c.source = ?
      """;

  /** The first movement of a place makes its level the first version. */
  private static final String CORRECTED =
      """
      select count(distinct (sku, location)), coalesce(sum(abs(on_hand)), 0)
      from inventory_movements
      where message_id = any(?) and kind = 'count' and source = ? and on_hand <> 0 and version > 1
      """;

  private final JdbcTemplate jdbc;

  MassCorrections(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean possible(String channel, int messages) {
    if (messages < FEWEST) {
      return false;
    }
    var known = sum(KNOWN, channel).places();
    return known >= FEWEST && messages * 100L >= known;
  }

  @Override
  public Changed by(String channel, List<Long> messageIds) {
    return sum(CORRECTED, messageIds.toArray(Long[]::new), channel);
  }

  @Override
  public Optional<Failure> tooMuch(String channel, String read, Changed changed) {
    var known = sum(KNOWN, channel);
    if (changed.places() < FEWEST
        || (changed.places() <= MOST_OF_PLACES * known.places()
            && changed.units() <= MOST_OF_UNITS * known.units())) {
      return Optional.empty();
    }
    return Optional.of(
        new Failure.Data(
            CODE,
            "one run of %s's read '%s' would correct %s places and %s units at once; expected at most 20 %% and 30 %%. Nothing of it took effect. If it is true, replay all of it; if not, have %s say what is true, which settles it."
                .formatted(
                    channel,
                    read,
                    share(changed.places(), known.places()),
                    share(changed.units(), known.units()),
                    channel)));
  }

  private static String share(long part, long all) {
    return "%d of %d (%.1f %%)".formatted(part, all, all == 0 ? 100.0 : 100.0 * part / all);
  }

  private Changed sum(String sql, Object... values) {
    return jdbc.queryForObject(sql, (row, i) -> new Changed(row.getInt(1), row.getLong(2)), values);
  }
}
