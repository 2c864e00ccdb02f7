package dev.crossdock.faults;

import static dev.crossdock.faults.Invariant.always;
import static dev.crossdock.faults.Invariant.atRest;

import dev.crossdock.faults.Evidence.Done;
import dev.crossdock.faults.Evidence.Write;
import java.util.List;
import java.util.stream.IntStream;

/** What channels are shown follows from the ledger, goes forwards only, and arrives. */
final class ChannelInvariants {
  private ChannelInvariants() {}

  /** Owed in the same transaction as the change it follows from. */
  private static final Invariant TARGETS_FOLLOW =
      always(
          "I5",
          """
          with promisable as (
            select s.channel, l.sku, s.slot,
                   sum(greatest(0, l.on_hand - l.reserved - l.safety - l.unavailable)) as quantity
            from inventory_levels l join delivery_slots s on s.location = l.location and s.shows
            group by s.channel, l.sku, s.slot)
          select t.channel || '/' || t.sku || '@' || t.slot, 'the ledger promises ' || p.quantity,
                 'target ' || t.desired
          from delivery_targets t
          join promisable p on p.channel = t.channel and p.sku = t.sku and p.slot = t.slot
          where t.version > 0 and t.desired <> p.quantity
          """);

  private static final Invariant NEVER_BACK =
      always(
          "I5",
          """
          with written as (
            select *, lag(version) over (partition by channel, sku, slot order by n) as before
            from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::integer[], ?::integer[])
              as w (channel, sku, slot, version, quantity, n))
          select channel || '/' || sku || '@' || slot, 'version ' || before || ' or later', version::text
          from written where version < before and channel = any(?)
          """,
          evidence -> {
            var writes = writes(evidence);
            var all = java.util.Arrays.copyOf(writes, writes.length + 1);
            all[writes.length] = evidence.comparing().toArray(String[]::new);
            return all;
          });

  /** Nobody was ever told a number that the ledger did not owe under that version. */
  private static final Invariant AS_OWED =
      always(
          "I5",
          """
          select w.channel || '/' || w.sku || '@' || w.slot,
                 coalesce('version ' || w.version || ' of ' || h.quantity, 'no version ' || w.version),
                 'version ' || w.version || ' of ' || w.quantity
          from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::integer[], ?::integer[])
            as w (channel, sku, slot, version, quantity, n)
          left join delivery_target_changes h on h.channel = w.channel and h.sku = w.sku and h.slot = w.slot
            and h.version = w.version
          where h.quantity is distinct from w.quantity
          """,
          ChannelInvariants::writes);

  private static final Invariant CONFIRMED =
      atRest(
          "I6",
          """
          select channel || '/' || sku || '@' || slot, 'confirmed version ' || version,
                 format('version %s%s %s', confirmed_version, case when stopped then ', stopped' else '' end,
                        failure_sentence)
          from delivery_targets where version <> confirmed_version or stopped and version > 0
          """);

  private static final Invariant SHOWN =
      atRest(
          "I6",
          """
          select w.channel || '/' || w.sku || '@' || w.slot, coalesce(t.desired::text, 'a target'), w.quantity::text
          from unnest(?::text[], ?::text[], ?::text[], ?::integer[]) as w (channel, sku, slot, quantity)
          left join delivery_targets t on t.channel = w.channel and t.sku = w.sku and t.slot = w.slot
          where t.desired is distinct from w.quantity
          """,
          evidence -> {
            var shown = List.copyOf(evidence.shown().entrySet());
            return new Object[] {
              shown.stream().map(e -> e.getKey().channel()).toArray(String[]::new),
              shown.stream().map(e -> e.getKey().sku()).toArray(String[]::new),
              shown.stream().map(e -> e.getKey().slot()).toArray(String[]::new),
              shown.stream().map(e -> e.getValue()).toArray(Integer[]::new)
            };
          });

  private static final Invariant NOTHING_OWED =
      atRest(
          "I6",
          "select channel || '/' || key, 'delivered', state from delivery_outbox where state in ('owed', 'relayed')");

  /** A change that a booking system must hear of is on its way from the instant it is true. */
  private static final Invariant BOOKINGS_OWED =
      always(
          "I3",
          """
          select p.channel || '/' || p.movement, 'a fact in the outbox', 'none' from inventory_postings p
          where not exists (select from delivery_outbox o where o.channel = p.channel and o.key = p.movement)
          """);

  private static final Invariant DONE_ONCE =
      always(
          "I4",
          """
          select channel || '/' || key, 'done once', count(*)::text
          from unnest(?::text[], ?::text[]) as d (channel, key) group by channel, key having count(*) > 1
          """,
          ChannelInvariants::done);

  /** Asked only where a stand-in of that channel keeps evidence at all. */
  private static final Invariant DONE =
      atRest(
          "I3",
          """
          with done as (select distinct * from unnest(?::text[], ?::text[]) as d (channel, key))
          select o.channel || '/' || o.key, 'done by its channel', 'never done'
          from delivery_outbox o
          where o.state = 'delivered' and o.channel in (select channel from done)
            and not exists (select from done d where d.channel = o.channel and d.key = o.key)
          """,
          ChannelInvariants::done);

  static final List<Invariant> ALL =
      List.of(
          TARGETS_FOLLOW,
          NEVER_BACK,
          AS_OWED,
          CONFIRMED,
          SHOWN,
          NOTHING_OWED,
          BOOKINGS_OWED,
          DONE_ONCE,
          DONE);

  private static Object[] writes(Evidence evidence) {
    var writes = evidence.writes();
    return new Object[] {
      writes.stream().map(w -> w.place().channel()).toArray(String[]::new),
      writes.stream().map(w -> w.place().sku()).toArray(String[]::new),
      writes.stream().map(w -> w.place().slot()).toArray(String[]::new),
      writes.stream().map(Write::version).toArray(Long[]::new),
      writes.stream().map(Write::quantity).toArray(Integer[]::new),
      IntStream.range(0, writes.size()).boxed().toArray(Integer[]::new)
    };
  }

  private static Object[] done(Evidence evidence) {
    return new Object[] {
      evidence.done().stream().map(Done::channel).toArray(String[]::new),
      evidence.done().stream().map(Done::key).toArray(String[]::new)
    };
  }
}
