package dev.crossdock.kernel;

import java.util.List;

/** Knows what a system that books stock was told, and has not said that it booked. */
public interface Unbooked {
  /** The keys of those that wait longest, at most so many; none of a system that books nothing. */
  List<String> longest(String channel, int most);
}
