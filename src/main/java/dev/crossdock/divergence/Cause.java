package dev.crossdock.divergence;

import java.util.Locale;

/** Why a system says something else than we hold true. */
public enum Cause {
  /** Something happened that one of the two was never told. */
  MISSED_EVENT,
  /** Something that happened once was counted twice. */
  DUPLICATE,
  /** Somebody changed the number in the system itself. */
  MANUAL_EDIT,
  /** Many differ in the same way: what is read or written is translated wrongly. */
  MAPPING,
  /** The number belongs to another location. */
  WRONG_LOCATION,
  /** The parts of a bundle changed, and it did not follow. */
  BUNDLE,
  /** The system has something that we do not know. */
  UNKNOWN_SKU,
  /** We hold something that the system does not have. */
  NEVER_LISTED,
  UNKNOWN;

  /** As it is kept and shown. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
