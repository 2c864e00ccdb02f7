package dev.crossdock.console.hawtio;

import java.util.Set;
import java.util.function.Predicate;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * What may be done with the beans of one kind.
 *
 * @param beans which beans; a JMX name pattern
 * @param readable which attributes anyone may read
 * @param forEveryone which operations anyone may call, exactly as Jolokia names them, because they
 *     only read
 * @param forAdmins which operations an admin may call
 */
record Allowed(
    ObjectName beans,
    Predicate<String> readable,
    Predicate<String> forEveryone,
    Predicate<String> forAdmins) {
  /** Beans of this pattern may be seen; what of them may be read is said next. */
  static Allowed see(String pattern) {
    try {
      return new Allowed(
          new ObjectName(pattern), Allowed::nothing, Allowed::nothing, Allowed::nothing);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(pattern, e);
    }
  }

  /** Every attribute may be read. */
  Allowed readAll() {
    return new Allowed(beans, name -> true, forEveryone, forAdmins);
  }

  /** Every attribute but these may be read. */
  Allowed readAllBut(String... names) {
    return new Allowed(beans, name -> !Set.of(names).contains(name), forEveryone, forAdmins);
  }

  /** Only these attributes may be read. */
  Allowed readOnly(String... names) {
    return new Allowed(beans, Set.of(names)::contains, forEveryone, forAdmins);
  }

  /** Anyone may call these operations. */
  Allowed call(String... operations) {
    return new Allowed(beans, readable, Set.of(operations)::contains, forAdmins);
  }

  /** An admin may call these operations. */
  Allowed adminCalls(String... operations) {
    return new Allowed(beans, readable, forEveryone, Set.of(operations)::contains);
  }

  /** An admin may call every operation. */
  Allowed adminCallsAll() {
    return new Allowed(beans, readable, forEveryone, operation -> true);
  }

  private static boolean nothing(String name) {
    return false;
  }
}
