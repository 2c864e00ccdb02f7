package dev.crossdock.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What makes one happening this one and no other, for ever, however often and by whatever way it is
 * heard.
 *
 * @param value the parts that identify it at its source, joined by {@code /}
 */
public record BusinessKey(@JsonValue String value) {

  /**
   * Refuses an empty key.
   *
   * @throws HubException {@code HUB-001}
   */
  @JsonCreator
  public BusinessKey {
    Words.requireWord("business key", value);
  }

  /** The key of something that follows from this one. */
  public BusinessKey then(String part) {
    return new BusinessKey(value + "/" + part);
  }

  @Override
  public String toString() {
    return value;
  }
}
