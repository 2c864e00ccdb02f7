package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A system that takes all of a call or nothing, and says of none for whose sake. */
class BisectionTest {
  private int calls;
  private final Map<Integer, Outcome> ends = new LinkedHashMap<>();

  @ParameterizedTest
  @CsvSource({"250, 1, 10", "250, 2, 19", "250, 3, 28", "500, 3, 31", "7, 2, 9", "2, 1, 3"})
  void findsEveryBadItemWhereverItIsInNoMoreCallsThanItSays(int items, int bad, int most) {
    var random = new Random(1);
    for (int run = 0; run < 3_000; run++) {
      var spoilt = spoilt(random, items, bad);

      seek(items, spoilt);

      assertThat(calls).as("calls for %s", spoilt).isLessThanOrEqualTo(most);
      assertEnds(items, spoilt);
    }
  }

  @Test
  void staysWithinItsBoundWhereTheBadOnesSitSideBySideOrAtTheEnds() {
    for (var spoilt : List.of(Set.of(0, 1, 2), Set.of(247, 248, 249), Set.of(0, 124, 249))) {
      seek(250, spoilt);

      assertThat(calls).isLessThanOrEqualTo(28);
      assertEnds(250, spoilt);
    }
  }

  @Test
  void sendsThemOneByOneWhenTooManyAreBad() {
    var all = new TreeSet<>(IntStream.range(0, 60).boxed().toList());

    seek(60, all);

    assertThat(ends.values()).hasSizeGreaterThan(16).allMatch(Outcome::lasts);
    assertThat(calls).isLessThanOrEqualTo(101);
  }

  private static Set<Integer> spoilt(Random random, int items, int bad) {
    var spoilt = new TreeSet<Integer>();
    while (spoilt.size() < bad) {
      spoilt.add(random.nextInt(items));
    }
    return spoilt;
  }

  /** Each bad item has its own reason; of several in one call only one is told, and not which. */
  private void seek(int items, Set<Integer> spoilt) {
    ends.clear();
    var all = IntStream.range(0, items).boxed().toList();
    calls = 1;
    var apart = new Bisection<>(all, reason(all, spoilt));
    for (boolean goesOn = true; goesOn; ) {
      var sent = apart.next();
      calls++;
      var said = new HashMap<Integer, Outcome>();
      var ofAll = reason(sent, spoilt);
      sent.forEach(item -> said.put(item, ofAll));
      goesOn = apart.learn(sent, said::get, ends);
    }
  }

  private static Outcome reason(List<Integer> sent, Set<Integer> spoilt) {
    var bad = new ArrayList<>(sent);
    bad.retainAll(spoilt);
    return bad.isEmpty()
        ? new Outcome("applied", "", "", null, null, true)
        : new Outcome("data", "BAD", "for the sake of " + bad.get(0), null, null, true);
  }

  private void assertEnds(int items, Set<Integer> spoilt) {
    assertThat(ends).hasSize(items);
    ends.forEach(
        (item, end) -> {
          assertThat(end.taken()).isEqualTo(!spoilt.contains(item));
          if (!end.taken()) {
            assertThat(end.sentence()).isEqualTo("for the sake of " + item);
          }
        });
  }
}
