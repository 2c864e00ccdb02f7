package dev.crossdock.faults.simulation;

import dev.crossdock.inventory.ReadThenWrite;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mistake that somebody could make, made on purpose: the checker must find each. */
enum Plant {
  NONE("as it is"),
  READ_THEN_WRITE("stock is read, and written later"),
  NO_DEDUPE("what is known already is booked again"),
  HIGH_WATER_MARK("the relay hands out what is newer than its last"),
  ACKNOWLEDGE_BEFORE_COMMIT("2xx is said before the message is committed"),
  NO_FENCING("who was paused may still close"),
  REUSED_DUPLICATE_IDS("a repeat is sent under the id of the first");

  private final String sentence;

  Plant(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }

  /** The hub's classes it replaces, by the name of their bean. */
  Map<String, Class<?>> beans() {
    return this == READ_THEN_WRITE ? Map.of("ledgerTables", ReadThenWrite.class) : Map.of();
  }

  /** What must not be in the way: the schema would refuse this mistake by itself. */
  @Nullable String schema() {
    return this == NO_DEDUPE
        ? "alter table inventory_movements drop constraint inventory_movements_key_key"
        : null;
  }

  /** The hub's SQL, with the mistake in it. */
  String in(String sql) {
    return switch (this) {
      case NO_DEDUPE ->
          sql.replace(
              "inventory_movements where key = any(?)",
              "inventory_movements where key = any(?) and false");
      case NO_FENCING ->
          sql.replace("and i.epoch = ? and i.state = 'relayed'", "and ?::bigint is not null");
      default -> sql;
    };
  }
}
