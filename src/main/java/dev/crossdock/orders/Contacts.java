package dev.crossdock.orders;

import dev.crossdock.delivery.Vault;
import dev.crossdock.orders.ParcelTable.Which;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Knows which orders are whose without knowing who that is: beside an order stand keyed hashes, of
 * which nobody without the hub's secret can tell even whether they fit a guess (ADR 0037).
 */
@Component
class Contacts {
  private static final String ADD =
      """
      insert into orders_contacts (hash, channel, order_id)
      select hash, ?, order_id from unnest(?::bytea[], ?::text[]) as v (hash, order_id) order by hash, order_id
      on conflict do nothing
      """;

  private static final String FIND =
      """
      select channel, order_id from orders_contacts where hash = any(?) group by channel, order_id
      order by max(kept_at) desc limit ?
      """;

  private static final String FORGET =
      """
      delete from orders_contacts where (hash, channel, order_id) in (
        select hash, channel, order_id from orders_contacts
        where kept_at < crossdock_now() - ? * interval '1 day' limit ?)
      """;

  private static final int AT_ONCE = 5_000;

  private final JdbcTemplate jdbc;
  private final Vault vault;
  private final long days;

  Contacts(
      JdbcTemplate jdbc, Vault vault, @Value("${hub.orders.keep-contacts:180d}") Duration keep) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.days = Math.max(1, keep.toDays());
  }

  /** Notes whose orders these are, by the order's id. */
  void add(String channel, Map<String, Contact> contacts) {
    var hashes = new ArrayList<byte[]>();
    var orders = new ArrayList<String>();
    contacts.forEach(
        (order, contact) ->
            hashes(contact)
                .forEach(
                    hash -> {
                      hashes.add(hash);
                      orders.add(order);
                    }));
    if (!hashes.isEmpty()) {
      jdbc.update(ADD, channel, hashes.toArray(byte[][]::new), orders.toArray(String[]::new));
    }
  }

  /** Their orders, those heard of last first. */
  List<Which> find(Contact contact, int most) {
    return jdbc.query(
        FIND,
        (row, i) -> new Which(row.getString(1), row.getString(2)),
        hashes(contact).toArray(byte[][]::new),
        most);
  }

  /** What is too old to bring anything back for is nobody's any more. */
  @Scheduled(initialDelay = 180_000, fixedDelay = 600_000)
  int forget() {
    return jdbc.update(FORGET, days, AT_ONCE);
  }

  private List<byte[]> hashes(Contact contact) {
    return contact.keys().stream()
        .map(
            key ->
                vault.fingerprint(("contact of an order/" + key).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }
}
