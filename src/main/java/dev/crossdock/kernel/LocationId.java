package dev.crossdock.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Our name for one place that holds stock: a store, a warehouse.
 *
 * @param value short and lower case by custom, for example {@code leeds}
 */
public record LocationId(@JsonValue String value) implements Comparable<LocationId> {

  /**
   * Refuses an empty name and one with space around it.
   *
   * @throws HubException {@code HUB-001}
   */
  @JsonCreator
  public LocationId {
    Words.requireWord("location", value);
  }

  @Override
  public int compareTo(LocationId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
