package dev.crossdock.faults.core;

import dev.crossdock.delivery.Inbox;
import dev.crossdock.delivery.Outbox;
import dev.crossdock.inventory.StockLedger;
import dev.crossdock.mapping.Mappings;
import java.lang.reflect.Proxy;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Stands where the broker and the intake routes stand: keeps the order of each group, redelivers
 * what failed, now and then takes nothing, and forgets all it holds when it dies.
 */
final class Dispatch {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
  private static final int MOST_TRIES = 5;
  private static final int REFUSES_ONE_OF = 60;

  private final ObjectProvider<Inbox> inbox;
  private final ObjectProvider<Outbox> outbox;
  private final ObjectProvider<Mappings> mappings;
  private final ObjectProvider<StockLedger> ledger;
  private final Random random;
  private final ExecutorService[] groups =
      IntStream.range(0, 8)
          .mapToObj(n -> Executors.newSingleThreadExecutor(work -> thread(work, n)))
          .toArray(ExecutorService[]::new);

  Dispatch(
      ObjectProvider<Inbox> inbox,
      ObjectProvider<Outbox> outbox,
      ObjectProvider<Mappings> mappings,
      ObjectProvider<StockLedger> ledger,
      long seed) {
    this.inbox = inbox;
    this.outbox = outbox;
    this.mappings = mappings;
    this.ledger = ledger;
    this.random = new Random(seed);
  }

  /** What the relays send with. */
  ProducerTemplate template() {
    return (ProducerTemplate)
        Proxy.newProxyInstance(
            Dispatch.class.getClassLoader(),
            new Class<?>[] {ProducerTemplate.class},
            (proxy, method, args) -> {
              if (method.getName().equals("sendBodyAndHeader") && args.length == 4) {
                send((String) args[0], (String) args[1], (String) args[3]);
                return null;
              }
              throw new UnsupportedOperationException(method.toString());
            });
  }

  /** {@code in:<route>.<channel>} or {@code out:<route>.<channel>}. */
  private void send(String queue, String parcel, String group) {
    synchronized (random) {
      if (random.nextInt(REFUSES_ONE_OF) == 0) {
        throw new IllegalStateException("no broker just now");
      }
    }
    groups[Math.floorMod(group.hashCode(), groups.length)].execute(() -> carry(queue, parcel));
  }

  private void carry(String queue, String parcel) {
    var route = queue.substring(queue.indexOf(':') + 1, queue.lastIndexOf('.'));
    for (int tries = 1; tries <= MOST_TRIES; tries++) {
      try {
        if (queue.startsWith("in:")) {
          take(route, parcel);
        } else {
          outbox.getObject().deliver(parcel, route);
        }
        return;
      } catch (RuntimeException e) {
        LOG.atWarn().setCause(e).log("{} failed for the time {}", queue, tries);
      }
    }
  }

  private void take(String route, String parcel) {
    var batch = inbox.getObject().open(parcel);
    var kind = route.substring(0, route.lastIndexOf('-'));
    var mapping = kind.equals("rows-intake") ? "row-to-movement" : "as-it-is";
    var mapped = mappings.getObject().apply(mapping, batch);
    switch (kind) {
      case "orders-intake" -> ledger.getObject().takeOrders(mapped);
      case "levels-intake" -> ledger.getObject().takeLevels(mapped);
      case "sales-intake", "rows-intake" -> ledger.getObject().takeMovements(mapped);
      default -> throw new IllegalArgumentException("nobody takes " + route);
    }
  }

  private static Thread thread(Runnable work, int n) {
    var thread = new Thread(work, "group-" + n);
    thread.setDaemon(true);
    return thread;
  }
}
