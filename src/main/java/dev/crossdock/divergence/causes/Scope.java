package dev.crossdock.divergence.causes;

import java.util.List;

/**
 * Of what one comparison was.
 *
 * @param own what the channel does to its own number by itself: reservation, release, return
 * @param books whether it books what happens elsewhere
 */
public record Scope(
    String channel, String entity, What what, long run, List<String> own, boolean books) {

  /** Takes a copy. */
  public Scope {
    own = List.copyOf(own);
  }

  /** What is compared. */
  public enum What {
    /** What a channel is told to show. */
    SHOWN,
    /** What a system keeps or books for itself. */
    KEPT,
    /** Open orders. */
    ORDERS
  }
}
