package dev.crossdock.platform.broker;

import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Lets through what the hub itself put on a message and nothing else, in both directions: whoever
 * can reach a queue must not be able to steer Camel by a header (rule R21).
 */
public final class OurHeadersOnly implements HeaderFilterStrategy {
  private static final Set<String> JMS =
      Set.of(
          "JMSCorrelationID",
          "JMSDeliveryMode",
          "JMSDestination",
          "JMSMessageID",
          "JMSRedelivered",
          "JMSTimestamp",
          "JMSType",
          "JMSXDeliveryCount",
          "JMSXGroupID",
          "JMSXGroupSeq");

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !ours(name);
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return !ours(name);
  }

  private static boolean ours(String name) {
    return JMS.contains(name) || (name.startsWith("Hub") && name.length() <= 64 && plain(name));
  }

  private static boolean plain(String name) {
    return name.chars().allMatch(letter -> Character.isLetterOrDigit(letter));
  }
}
