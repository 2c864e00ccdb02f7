package dev.crossdock.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScopeTest {
  @Test
  void holdsEverythingUnlessItIsTold() {
    assertThat(Scope.ALL.holds("TEE-RED-M", "MFN")).isTrue();
    assertThat(Scope.ALL.holds("order-7", null)).isTrue();
  }

  @Test
  void holdsOnlyThePlacesAndSkusItNames() {
    var scope = new Scope(Set.of("MFN"), Set.of("TEE-RED-M"), null);

    assertThat(scope.holds("TEE-RED-M", "MFN")).isTrue();
    assertThat(scope.holds("TEE-RED-M", "AFN")).isFalse();
    assertThat(scope.holds("TEE-RED-L", "MFN")).isFalse();
  }

  @Test
  void holdsTheSameTenthOfAllSkusAtEachRun() {
    var tenth = new Scope(Set.of(), Set.of(), 10);
    var held = IntStream.range(0, 10_000).filter(n -> tenth.holds("SKU-" + n, "MFN")).count();

    assertThat(held).isBetween(900L, 1_100L);
    // for ever: another number here would move a pilot to other SKUs in the middle of it
    assertThat(Scope.hundredth("SKU-1")).isEqualTo(48);
  }

  @Test
  void holdsAllOfTheSmallerPartWhenThePartGrows() {
    var tenth = new Scope(Set.of(), Set.of(), 10);
    var half = new Scope(Set.of(), Set.of(), 50);

    assertThat(IntStream.range(0, 1_000).mapToObj(n -> "SKU-" + n))
        .filteredOn(sku -> tenth.holds(sku, null))
        .allMatch(sku -> half.holds(sku, null));
  }

  @Test
  void readsEachPartFromWhereThatPartHasCome() {
    var tenth = new Scope(Set.of("B", "A"), Set.of(), 10);

    assertThat(tenth.mark()).isEqualTo(new Scope(Set.of("A", "B"), Set.of(), 10).mark());
    assertThat(tenth.mark()).isNotEqualTo(new Scope(Set.of("A", "B"), Set.of(), 20).mark());
  }
}
