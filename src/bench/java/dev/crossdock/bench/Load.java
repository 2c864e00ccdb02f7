package dev.crossdock.bench;

import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Map;

/**
 * Posts signed orders, or asks for reservations, over connections that are kept, one thread for
 * all, and says how many were answered well. A process of its own, and as cheap as can be: requests
 * are made before they are needed.
 */
public final class Load {
  private static final int PREPARED = 100_000;

  /** Whole requests, ready to be written, each another. */
  interface Requests {
    byte[] request(long number);
  }

  private final Requests requests;
  private final long gapNanos;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Deque<byte[]> prepared = new ArrayDeque<>(PREPARED);
  private final Latencies latencies = new Latencies();
  private long next;
  private long acknowledged;
  private long refused;
  private long due;

  /** With so many a second, or, with 0, the next as soon as the last is answered. */
  private Load(Requests requests, long first, long perSecond) {
    this.requests = requests;
    this.next = first;
    this.gapNanos = perSecond == 0 ? 0 : 1_000_000_000L / perSecond;
  }

  /** Runs it; the last line says what was measured. */
  public static void main(String[] args) throws IOException {
    var told = Arguments.of(args);
    var load =
        new Load(
            requests(told.text("what"), System.getenv("BENCH_SECRET")),
            Long.parseLong(told.text("first")),
            Long.parseLong(told.text("rate")));
    load.prepare(Math.min(PREPARED, told.number("prepare")));
    var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), told.number("port"));
    var windows = load.run(server, told);
    System.out.println(
        Json.text(
            Map.of(
                "perSecond", windows.perSecond(),
                "acknowledged", load.acknowledged,
                "refused", load.refused,
                "p50Millis", load.latencies.millis(50),
                "p99Millis", load.latencies.millis(99))));
  }

  private static Requests requests(String what, String secret) throws IOException {
    return switch (what) {
      case "orders" -> new Orders(WebShop.read(), secret)::request;
      case "reservations" -> number -> HotSku.request(number, secret);
      default -> throw new IllegalArgumentException("what=" + what);
    };
  }

  private void prepare(int many) {
    for (int i = 0; i < many; i++) {
      prepared.add(requests.request(next++));
    }
  }

  private byte[] request() {
    var ready = prepared.poll();
    return ready == null ? requests.request(next++) : ready;
  }

  private Windows run(InetSocketAddress server, Arguments told) throws IOException {
    try (var selector = Selector.open()) {
      var connections = new ArrayList<Connection>();
      for (int i = 0; i < told.number("connections"); i++) {
        connections.add(new Connection(server, selector));
      }
      var windows = told.windows();
      due = System.nanoTime();
      idle.addAll(connections);
      var open = connections.size();
      while (open > 0) {
        open -= sendWhatIsDue(windows);
        selector.select(gapNanos > 0 ? 1 : 0);
        for (var key : selector.selectedKeys()) {
          var connection = (Connection) key.attachment();
          if (key.isWritable()) {
            connection.write();
          }
          if (key.isReadable() && !goesOn(connection, windows)) {
            connection.close();
            open--;
          }
        }
        selector.selectedKeys().clear();
      }
      return windows;
    }
  }

  /** Lets those send that wait for it; how many of them were closed because it is over. */
  private int sendWhatIsDue(Windows windows) throws IOException {
    var now = System.nanoTime();
    var closed = 0;
    while (!idle.isEmpty() && windows.over(now)) {
      idle.remove().close();
      closed++;
    }
    while (!idle.isEmpty() && due <= now) {
      // what is late because all connections wait was due all the same
      idle.remove().send(request(), gapNanos > 0 ? due : now);
      due += gapNanos;
    }
    return closed;
  }

  /** Takes what came; false when there is nothing more to do on this connection. */
  private boolean goesOn(Connection connection, Windows windows) throws IOException {
    var status = connection.read();
    if (status == 0) {
      return true;
    }
    var now = System.nanoTime();
    if (status / 100 == 2) {
      acknowledged++;
      if (windows.counting(now)) {
        latencies.add(now - connection.sentAt());
      }
      if (!windows.count(now)) {
        return false;
      }
    } else {
      refused++;
      if (refused > 10_000) {
        throw new IOException("refused ten thousand times, last with " + status);
      }
    }
    if (gapNanos > 0) {
      idle.add(connection);
    } else {
      connection.send(request(), now);
    }
    return true;
  }
}
