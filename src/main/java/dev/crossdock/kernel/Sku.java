package dev.crossdock.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Our name for one sellable thing, in one size and colour.
 *
 * @param value the name as the catalogue prints it, compared letter by letter
 */
public record Sku(@JsonValue String value) implements Comparable<Sku> {

  /**
   * Refuses an empty name and one with space around it: both have always been a spreadsheet's
   * doing.
   *
   * @throws HubException {@code HUB-001}
   */
  @JsonCreator
  public Sku {
    Words.requireWord("SKU", value);
  }

  @Override
  public int compareTo(Sku other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
