package dev.crossdock.divergence.causes;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a channel while one asks why something of it drifted.
 *
 * @param channel which one
 * @param gaps numbers that it counted and that never came
 * @param unheard orders that it lists and that nobody has told us of
 * @param unlisted orders that are open here and that it does not list
 * @param largestSale the most units of one SKU that were lately sold in one order there
 * @param books whether it books what happens elsewhere
 * @param alike what many of its lines have in common
 * @param isBundle whether a SKU is made of others, none of which differs
 */
public record Around(
    String channel,
    List<Missing> gaps,
    List<Missing> unheard,
    List<Missing> unlisted,
    long largestSale,
    boolean books,
    Alike alike,
    Predicate<String> isBundle) {

  /** Takes copies. */
  public Around {
    gaps = List.copyOf(gaps);
    unheard = List.copyOf(unheard);
    unlisted = List.copyOf(unlisted);
  }

  /** Something that should have come, and since when that is known. */
  public record Missing(String name, Instant since) {}

  /** Those that are missing since it last agreed. */
  static List<Missing> since(List<Missing> missing, @Nullable Instant agreedAt) {
    return missing.stream()
        .filter(one -> agreedAt == null || one.since().isAfter(agreedAt))
        .toList();
  }
}
