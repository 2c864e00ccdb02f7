package dev.crossdock.faults;

import static dev.crossdock.faults.Invariant.always;
import static dev.crossdock.faults.Invariant.atRest;

import dev.crossdock.faults.Evidence.Acknowledged;
import java.util.ArrayList;
import java.util.List;

/** What we said we have, we have, and it ends once. */
final class MessageInvariants {
  private MessageInvariants() {}

  /** A line of a file has no id of its own: it is known by its file's name and its place in it. */
  private static final String INBOX =
      """
      inbox as (
        select i.*, coalesce(i.message_id, f.name || '#' || i.line) as transport
        from delivery_inbox i left join delivery_files f on f.id = i.file_id)
      """;

  private static final Invariant KEPT =
      always(
          "I3",
          """
          with acknowledged as (
            select distinct * from unnest(?::text[], ?::text[]) as a (channel, transport)),
          %s
          select a.channel || '/' || a.transport, 'a row in the inbox', 'none'
          from acknowledged a
          where not exists (select from inbox i where i.channel = a.channel and i.transport = a.transport)
          """
              .formatted(INBOX),
          MessageInvariants::transports);

  private static final Invariant ENDED =
      atRest(
          "I3",
          "select channel || '/' || id, 'an end', state from delivery_inbox"
              + " where state not in ('applied', 'duplicate', 'ignored', 'parked')");

  /** What a message says is in the ledger, unless it was set aside with a reason. */
  private static final Invariant IN_EFFECT =
      atRest(
          "I3",
          """
          with said as (
            select distinct * from unnest(?::text[], ?::text[], ?::text[]) as a (channel, transport, key)),
          %s
          select s.key, 'a movement, as ' || s.channel || '/' || s.transport || ' was taken', 'none'
          from said s
          where exists (select from inbox i where i.channel = s.channel and i.transport = s.transport
                        and i.state in ('applied', 'duplicate'))
            and not exists (select from inventory_movements m where m.key = s.key)
          """
              .formatted(INBOX),
          MessageInvariants::keys);

  /** A message is in progress or at one of its ends, and an end has its reason and its instant. */
  private static final Invariant ACCOUNTED =
      always(
          "I7",
          """
          select channel || '/' || id, 'in progress, or one end with its instant and reason',
                 format('%s, closed %s, rule %s, class %s', state, closed_at, rule, failure_class)
          from delivery_inbox
          where (state in ('applied', 'duplicate', 'ignored', 'parked')) <> (closed_at is not null)
             or state = 'ignored' and rule is null or state = 'parked' and failure_class is null
          """);

  private static final Invariant BALANCE =
      always(
          "I7",
          """
          with acknowledged as (
            select channel, count(distinct transport) as n from unnest(?::text[], ?::text[]) as a (channel, transport)
            group by channel),
          kept as (select channel, count(*) as n from delivery_inbox group by channel)
          select a.channel, 'at least ' || a.n || ' messages', coalesce(k.n, 0)::text
          from acknowledged a left join kept k on k.channel = a.channel where coalesce(k.n, 0) < a.n
          """,
          MessageInvariants::transports);

  private static final Invariant LEASES =
      atRest(
          "I8",
          """
          select channel || '/' || id, 'no claim', 'held until ' || leased_until from delivery_inbox
          where leased_until is not null
          union all
          select channel || '/' || id, 'no claim', 'held until ' || leased_until from delivery_outbox
          where leased_until is not null
          union all
          select channel || '/' || sku || '@' || slot, 'no claim', 'held until ' || in_flight_until
          from delivery_targets where in_flight_until is not null
          """);

  static final List<Invariant> ALL = List.of(KEPT, ENDED, IN_EFFECT, ACCOUNTED, BALANCE, LEASES);

  private static Object[] transports(Evidence evidence) {
    return new Object[] {
      evidence.acknowledged().stream().map(Acknowledged::channel).toArray(String[]::new),
      evidence.acknowledged().stream().map(Acknowledged::messageId).toArray(String[]::new)
    };
  }

  private static Object[] keys(Evidence evidence) {
    var channel = new ArrayList<String>();
    var transport = new ArrayList<String>();
    var key = new ArrayList<String>();
    for (var message : evidence.acknowledged()) {
      for (var said : message.keys()) {
        channel.add(message.channel());
        transport.add(message.messageId());
        key.add(said);
      }
    }
    return new Object[] {
      channel.toArray(String[]::new), transport.toArray(String[]::new), key.toArray(String[]::new)
    };
  }
}
