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
 * Posts signed orders over connections that are kept, one thread for all, and says how many were
 * acknowledged. A process of its own, and as cheap as can be: requests are made before they are
 * needed.
 */
public final class Load {
  private static final int PREPARED = 100_000;

  private final Orders orders;
  private final Deque<byte[]> prepared = new ArrayDeque<>(PREPARED);
  private final Latencies latencies = new Latencies();
  private long next;
  private long acknowledged;
  private long refused;

  private Load(Orders orders, long first) {
    this.orders = orders;
    this.next = first;
  }

  /** Runs it; the last line says what was measured. */
  public static void main(String[] args) throws IOException {
    var told = Arguments.of(args);
    var load =
        new Load(
            new Orders(WebShop.read(), System.getenv("BENCH_SECRET")),
            Long.parseLong(told.text("first")));
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

  private void prepare(int requests) {
    for (int i = 0; i < requests; i++) {
      prepared.add(orders.request(next++));
    }
  }

  private byte[] request() {
    var ready = prepared.poll();
    return ready == null ? orders.request(next++) : ready;
  }

  private Windows run(InetSocketAddress server, Arguments told) throws IOException {
    try (var selector = Selector.open()) {
      var connections = new ArrayList<Connection>();
      for (int i = 0; i < told.number("connections"); i++) {
        connections.add(new Connection(server, selector));
      }
      var windows = told.windows();
      for (var connection : connections) {
        connection.send(request(), System.nanoTime());
      }
      var open = connections.size();
      while (open > 0) {
        selector.select();
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
    connection.send(request(), now);
    return true;
  }
}
