package dev.crossdock.orders.sourcing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The cases of {@code src/test/resources/sourcing/cases.yaml}, choice and reasons. */
class SourcingTest {
  private static final Path CASES = Path.of("src/test/resources/sourcing/cases.yaml");

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Wanted(String sku, int quantity) {}

  private record Case(
      String name,
      @Nullable Map<String, Map<String, Integer>> stock,
      @Nullable List<Double> to,
      @Nullable String pickUp,
      Map<String, Wanted> lines,
      @Nullable List<String> excluded,
      @Nullable Map<String, Integer> taken,
      @Nullable Map<String, Integer> perHour,
      @Nullable List<Rule> rules,
      @Nullable Integer parcels,
      Map<String, Map<String, Integer>> chosen,
      List<String> because) {}

  @TestFactory
  Stream<DynamicTest> chooseAsWritten() throws IOException {
    var cases =
        YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readValue(CASES.toFile(), Case[].class);
    assertThat(cases).hasSizeGreaterThanOrEqualTo(50);
    return Stream.of(cases).map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one)));
  }

  @Test
  void asksTheOneThatHasAllOfItHoweverManyAreNearer() {
    var stock = stores(40, Map.of("TEE", 1));
    stock.put("dc", Map.of("TEE", 5, "CAP", 5));

    var plan = plan(stock, 1, Map.of("TEE", 1, "CAP", 1));

    assertThat(parcels(plan)).containsExactly("dc");
    assertThat(plan.because()).endsWith("dc has all of it; there is no other way");
  }

  @Test
  void sendsTogetherWithWhoeverHasTheMostHoweverManyAreNearer() {
    var stock = stores(40, Map.of("TEE", 1));
    stock.put("store-38", Map.of("TEE", 2));
    stock.put("dc", Map.of("TEE", 3));

    assertThat(parcels(plan(stock, 2, Map.of("TEE", 5)))).containsExactly("store-38", "dc");
  }

  @Test
  void addsTheLastThingFromAfarToWhatAStoreNearbyHas() {
    var stock = stores(40, Map.of("TEE", 1, "SOCK", 1));
    stock.put("store-39", Map.of("SOCK", 9));
    stock.put("dc", Map.of("CAP", 1));

    assertThat(parcels(plan(stock, 2, Map.of("TEE", 1, "SOCK", 1, "CAP", 1))))
        .containsExactly("store-01", "dc");
  }

  @Test
  void saysWhatIsTheMostOfAllOfThemWhenThatIsNotEnough() {
    var stock = stores(40, Map.of("TEE", 1));
    stock.put("dc", Map.of("TEE", 3));

    assertThat(plan(stock, 2, Map.of("TEE", 5)).because())
        .containsExactly(
            "nobody: 5 of TEE are wanted, and 4 are the most that 2 locations have together");
  }

  /** As many stores, the first the nearest, each with as much. */
  private static Map<String, Map<String, Integer>> stores(int many, Map<String, Integer> each) {
    var stores = new LinkedHashMap<String, Map<String, Integer>>();
    for (int n = 1; n <= many; n++) {
      stores.put("store-%02d".formatted(n), each);
    }
    return stores;
  }

  /** Of sites that stand farther and farther away, in the order given. */
  private static Plan plan(
      Map<String, Map<String, Integer>> stock, int parcels, Map<String, Integer> wanted) {
    var sites = new ArrayList<Site>();
    for (var id : stock.keySet()) {
      sites.add(site(id, new Point(50 + sites.size() / 10.0, 0), 10, true, true, 3));
    }
    var lines =
        wanted.entrySet().stream()
            .map(one -> new Demand.Line(one.getKey(), new Sku(one.getKey()), one.getValue()))
            .toList();
    return new Sourcing(sites, List.of(Rule.NEAREST), parcels)
        .plan(new Demand(lines, new Point(50, 0), null, Set.of()), new Stock(stock, Map.of()));
  }

  private static List<String> parcels(Plan plan) {
    return plan.parcels().stream().map(parcel -> parcel.from().value()).toList();
  }

  private static void check(Case one) {
    var plan =
        new Sourcing(sites(or(one.perHour(), Map.of())), rules(one), parcels(one))
            .plan(demand(one), supply(one));

    var chosen = new TreeMap<String, Map<String, Integer>>();
    plan.parcels().forEach(parcel -> chosen.put(parcel.from().value(), parcel.lines()));
    assertThat(chosen).isEqualTo(one.chosen());
    assertThat(plan.because()).isEqualTo(one.because());
    assertThat(plan.isPossible()).isEqualTo(!one.chosen().isEmpty());
  }

  private static List<Rule> rules(Case one) {
    return or(one.rules(), List.of(Rule.NEAREST, Rule.CHEAPEST));
  }

  private static int parcels(Case one) {
    return or(one.parcels(), 2);
  }

  private static List<Site> sites(Map<String, Integer> perHour) {
    return Stream.of(
            site("dc", new Point(52.26, -1.16), 100, true, false, 3),
            site("leeds", new Point(53.80, -1.55), 10, true, true, 4),
            site("york", new Point(53.96, -1.08), 5, true, true, 4.5),
            site("bristol", new Point(51.45, -2.59), 8, true, true, 5),
            site("kiosk", new Point(53.80, -1.54), 2, false, true, 9),
            site("depot", null, 50, true, false, 2))
        .map(
            site ->
                new Site(
                    site.id(),
                    site.at(),
                    perHour.getOrDefault(site.id().value(), site.ordersPerHour()),
                    site.ships(),
                    site.pickUp(),
                    site.cost()))
        .toList();
  }

  private static Site site(
      String id, @Nullable Point at, int perHour, boolean ships, boolean pickUp, double cost) {
    return new Site(new LocationId(id), at, perHour, ships, pickUp, cost);
  }

  private static Demand demand(Case one) {
    var to = one.to();
    return new Demand(
        one.lines().entrySet().stream()
            .map(
                line ->
                    new Demand.Line(
                        line.getKey(), new Sku(line.getValue().sku()), line.getValue().quantity()))
            .toList(),
        to == null ? null : new Point(to.get(0), to.get(1)),
        one.pickUp() == null ? null : new LocationId(one.pickUp()),
        or(one.excluded(), List.<String>of()).stream()
            .map(LocationId::new)
            .collect(Collectors.toSet()));
  }

  private static Supply supply(Case one) {
    return new Stock(or(one.stock(), Map.of()), or(one.taken(), Map.of()));
  }

  /** What stands where, and how many orders each has had. */
  private record Stock(Map<String, Map<String, Integer>> stock, Map<String, Integer> taken)
      implements Supply {
    @Override
    public int sellable(Sku sku, LocationId at) {
      return stock.getOrDefault(at.value(), Map.of()).getOrDefault(sku.value(), 0);
    }

    @Override
    public int takenThisHour(LocationId at) {
      return taken.getOrDefault(at.value(), 0);
    }
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
