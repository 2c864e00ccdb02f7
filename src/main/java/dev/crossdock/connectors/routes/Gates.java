package dev.crossdock.connectors.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets calls into a route, except while it is being replaced: then those inside finish, and the
 * next ones wait for the new route. Without this a busy route would never be quiet enough to be
 * stopped.
 */
final class Gates {
  private static final Logger LOG = LoggerFactory.getLogger(Gates.class);
  private static final long PATIENCE_SECONDS = 15;

  private final Map<String, ReadWriteLock> gates = new ConcurrentHashMap<>();

  /** Runs a call when its route may be entered; after the patience it runs all the same. */
  <T> T enter(String route, Supplier<T> call) {
    var gate = gate(route).readLock();
    var inside = lock(gate);
    try {
      return call.get();
    } finally {
      if (inside) {
        gate.unlock();
      }
    }
  }

  /** Closes the gates of these routes, when those inside have finished. */
  List<Lock> close(Collection<String> routes) {
    var closed = new ArrayList<Lock>();
    for (var route : routes.stream().sorted().toList()) {
      var gate = gate(route).writeLock();
      if (lock(gate)) {
        closed.add(gate);
      } else {
        LOG.warn("{} is replaced although a call in it does not end", route);
      }
    }
    return closed;
  }

  /** Opens them again. */
  static void open(List<Lock> closed) {
    closed.forEach(Lock::unlock);
  }

  private ReadWriteLock gate(String route) {
    return gates.computeIfAbsent(route, r -> new ReentrantReadWriteLock(true));
  }

  private static boolean lock(Lock lock) {
    try {
      return lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
