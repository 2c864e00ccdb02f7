package dev.crossdock.orders.sourcing;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** By what sites that could all send an order are told apart; a lower figure is better. */
public enum Rule {
  /** Fewest kilometres to the customer, over all parcels. */
  @JsonProperty("nearest")
  NEAREST("km") {
    @Override
    double figure(List<Candidate> together) {
      return together.stream().mapToDouble(Candidate::km).sum();
    }
  },
  /** Least to pay for all parcels. */
  @JsonProperty("cheapest")
  CHEAPEST("cost") {
    @Override
    double figure(List<Candidate> together) {
      return together.stream().mapToDouble(c -> c.site().cost()).sum();
    }
  },
  /** The smallest share of what it can do in an hour. */
  @JsonProperty("least-busy")
  LEAST_BUSY("% busy") {
    @Override
    double figure(List<Candidate> together) {
      return together.stream().mapToDouble(Candidate::percentBusy).max().orElse(0);
    }
  },
  /** Where there is the most of it. */
  @JsonProperty("most-stock")
  MOST_STOCK("in stock") {
    @Override
    double figure(List<Candidate> together) {
      return -together.stream().mapToDouble(Candidate::inStock).sum();
    }
  },
  /** In the order in which the locations are listed. */
  @JsonProperty("as-listed")
  AS_LISTED("in the list") {
    @Override
    double figure(List<Candidate> together) {
      return together.stream().mapToDouble(Candidate::place).sum();
    }
  };

  private final String unit;

  Rule(String unit) {
    this.unit = unit;
  }

  abstract double figure(List<Candidate> together);

  /** As it is written in files. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** A figure as people read it. */
  String say(double figure) {
    return figure == Candidate.UNKNOWN_KM && this == NEAREST
        ? "distance unknown"
        : "%.0f %s".formatted(Math.abs(figure), unit);
  }
}
