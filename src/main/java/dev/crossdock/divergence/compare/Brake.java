package dev.crossdock.divergence.compare;

import dev.crossdock.divergence.Policies;
import dev.crossdock.divergence.compare.CompareTable.Taken;
import dev.crossdock.divergence.compare.DifferingTable.Amount;
import dev.crossdock.divergence.compare.DifferingTable.Sizes;
import dev.crossdock.divergence.compare.FindingTable.Result;
import java.util.Locale;

/** Doubts a whole snapshot of which too much differs to be true. */
final class Brake {
  /** Fewer are no mass, however small the catalogue. */
  private static final int FEWEST = 20;

  private final Taken taken;
  private final Amount all;
  private Amount wrong = new Amount(0, 0);

  Brake(Taken taken, Amount all) {
    this.taken = taken;
    this.all = all;
  }

  /** Whether it may be too much, however much of it is only late. */
  boolean isPossible(Sizes sizes, Policies.Brake limits) {
    return holds(new Amount(sizes.known(), sizes.units()), limits);
  }

  boolean holds(Amount differs, Policies.Brake limits) {
    wrong = differs;
    return differs.lines() >= FEWEST && differs.isMore(limits, all);
  }

  String sentence() {
    return "DIV-012 a snapshot of %s's %s says otherwise of %s lines and %s units at once. That is too much to be true: nothing of it was believed. See what %s really says; raise the brake in config/divergence.yaml if it is right."
        .formatted(
            taken.channel(),
            taken.entity(),
            share(wrong.lines(), all.lines()),
            share(wrong.units(), all.units()),
            taken.channel());
  }

  Result result(Sizes sizes) {
    return new Result(
        all.lines(),
        taken.lines(),
        Math.max(0, all.lines() - sizes.known()),
        new Findings.Counts(0, 0, 0, 0),
        "braked",
        sentence());
  }

  private static String share(long part, long whole) {
    return String.format(
        Locale.ROOT, "%d of %d (%.1f %%)", part, whole, whole == 0 ? 100.0 : 100.0 * part / whole);
  }
}
