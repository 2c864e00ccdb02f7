package dev.crossdock.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Listing;
import dev.crossdock.kernel.HubException;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a system lists page by page is staged whole, or not at all. */
class PagedSnapshotTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final SnapshotRig rig =
      new SnapshotRig(DATABASE.app(), Path.of("target")).paged(2, false);

  @BeforeEach
  void nothingStaged() {
    rig.clear();
  }

  @Test
  void stagesEveryLineOfEveryPageAndSaysWhenThatWas() throws Exception {
    rig.answers(pages("A=1 B=2", "C=3"));

    var progress = rig.take();

    assertThat(rig.staged()).containsExactly("A@P=1", "B@P=2", "C@P=3");
    assertThat(progress.pages).isEqualTo(2);
    assertThat(progress.items).isEqualTo(3);
    assertThat(rig.told).hasSize(1).first().extracting(SnapshotTaken::whole).isEqualTo(true);
    var row = rig.jdbc.queryForMap("select * from sync_snapshots_view");
    assertThat(row)
        .containsEntry("state", "complete")
        .containsEntry("items", 3L)
        .containsEntry("units", 6L)
        .containsEntry("repeats", 0L)
        .containsEntry("as_of", java.sql.Timestamp.from(SnapshotRig.NOW));
    assertThat(rig.asked.get(1).path("page").asText()).isEqualTo("2");
  }

  @Test
  void keepsWordsThatWouldEndACellOrALine() throws Exception {
    rig.answers(
        (route, question) ->
            "{'items': [{'key': 'a\\\\tb\\\\n\\\\\\\\c\\\\r', 'place': '', 'value': -1, 'reference': '\\\\\\\\N'}]}"
                .replace("\\\\", "\\"));

    rig.take();

    assertThat(rig.jdbc.queryForList("select key from sync_staging", String.class))
        .containsExactly("a\tb\n\\c\r");
    assertThat(rig.jdbc.queryForList("select reference from sync_staging", String.class))
        .containsExactly("\\N");
  }

  @Test
  void goesOnBehindTheLastPageThatWasKeptWhenTheHubWasKilled() throws Exception {
    rig.answers(pages("A=1 B=2", "C=3 D=4", "E=5"));
    var killed = new SnapshotRig.Noted(null, 1);
    assertThatThrownBy(() -> rig.take(killed)).isInstanceOf(Progress.Stopped.class);
    assertThat(rig.state()).isEqualTo("reading");
    rig.asked.clear();

    rig.take(new SnapshotRig.Noted(killed.position(), Integer.MAX_VALUE));

    assertThat(rig.staged()).containsExactly("A@P=1", "B@P=2", "C@P=3", "D@P=4", "E@P=5");
    assertThat(rig.asked).extracting(q -> q.path("page").asText()).containsExactly("2", "3");
  }

  @Test
  void asksForNothingAgainWhenItWasKilledBehindItsLastPage() throws Exception {
    rig.answers(pages("A=1 B=2", "C=3"));
    var progress = rig.take();
    rig.jdbc.update("update sync_snapshots set state = 'reading'");
    rig.asked.clear();

    rig.take(new SnapshotRig.Noted(progress.position(), Integer.MAX_VALUE));

    assertThat(rig.asked).isEmpty();
    assertThat(rig.staged()).hasSize(3);
    assertThat(rig.state()).isEqualTo("complete");
  }

  @Test
  void tellsAgainOfASnapshotThatWasWholeWhenTheHubWasKilled() throws Exception {
    rig.answers(pages("A=1"));
    var progress = rig.take();

    rig.take(new SnapshotRig.Noted(progress.position(), Integer.MAX_VALUE));

    assertThat(rig.told).hasSize(2);
    assertThat(rig.staged()).hasSize(1);
  }

  @Test
  void forgetsWhatAnEarlierRunLeftHalfDone() throws Exception {
    rig.answers(pages("A=1 B=2", "C=3"));
    assertThatThrownBy(() -> rig.take(new SnapshotRig.Noted(null, 1)))
        .isInstanceOf(Progress.Stopped.class);

    rig.take();

    assertThat(rig.staged()).containsExactly("A@P=1", "B@P=2", "C@P=3");
    assertThat(rig.jdbc.queryForList("select state from sync_snapshots order by id", String.class))
        .containsExactly("failed", "complete");
  }

  @Test
  void isNoSnapshotWhenAPageIsShort() {
    rig.answers(counted(2, null, "A=1 B=2", "C=3", "D=4"));

    refused("SYN-035");
  }

  @Test
  void isNoSnapshotWhenAPageIsEmptyAndThereIsAnother() {
    rig.answers(pages("A=1 B=2", "", "D=4"));

    refused("SYN-035");
  }

  @Test
  void isNoSnapshotWhenThereIsLessThanTheSystemSays() {
    rig.answers(counted(2, 4L, "A=1 B=2", "C=3"));

    refused("SYN-033");
  }

  @Test
  void isNoSnapshotWhenOneWasTakenAwayInFrontAndAnotherSlippedThrough() {
    // four at first; A goes while the first page is read, and C moves onto it
    var totals = new long[] {4, 3};
    rig.answers(
        (route, question) ->
            question.hasNonNull("page")
                ? page("D=4", null, 1, totals[1])
                : page("A=1 B=2", "2", 2, totals[0]));

    refused("SYN-033");
  }

  @Test
  void isNoSnapshotWhenALineComesTwice() {
    rig.answers(pages("A=1 B=2", "B=2 C=3"));

    refused("SYN-032");
  }

  @Test
  void keepsTwoListingsOfOneSkuApartByTheirOwnNames() throws Exception {
    rig.answers(
        (route, question) ->
            "{'items': [{'key': 'A', 'place': 'P', 'value': 1, 'reference': 'x'}, {'key': 'A', 'place': 'P', 'value': 2, 'reference': 'y'}]}");

    rig.take();

    assertThat(rig.staged()).hasSize(2);
    assertThat(rig.jdbc.queryForMap("select units, repeats from sync_snapshots_view"))
        .isEqualTo(java.util.Map.of("units", 3L, "repeats", 1L));
  }

  @Test
  void isNoSnapshotWhenPagesGoRoundInACircle() {
    rig.answers(
        (route, question) ->
            switch (question.path("page").asText("1")) {
              case "1" -> page("A=1 B=2", "2", 2, null);
              case "2" -> page("C=3 D=4", "3", 2, null);
              case "3" -> page("E=5 F=6", "2", 2, null);
              default -> throw new IllegalStateException("no such page");
            });

    refused("SYN-034");
  }

  @Test
  void isNoSnapshotWhenAKeyGoesBack() {
    rig.paged(2, true);
    rig.answers(pages("B=1 C=2", "A=3"));

    refused("SYN-036");
  }

  @Test
  void isNoSnapshotWhenTheChannelRefuses() {
    rig.answers((route, question) -> "{'outcome': 'auth', 'code': 'HTTP-401', 'message': 'no'}");

    refused("SYN-003");
  }

  @Test
  void isNoSnapshotWhenALineSaysMoreThanThereCanBe() {
    rig.answers(
        (route, question) -> "{'items': [{'key': 'A', 'place': 'P', 'value': -1000000000000}]}");

    refused("SYN-030");
  }

  @Test
  void isNoSnapshotWhenALineIsNoLine() {
    rig.answers((route, question) -> "{'items': [{'key': 'A', 'place': 'P', 'value': 1.5}]}");

    refused("SYN-030");
  }

  @Test
  void takesOnlyWhatAPilotAsksForAndSaysThatItIsNotAll() throws Exception {
    rig.answers(pages("A=1 B=2", "C=3"));

    rig.runs.run(
        SnapshotRig.sync(new Scope(Set.of(), Set.of("B"), null)),
        new SnapshotRig.Noted(null, Integer.MAX_VALUE));

    assertThat(rig.staged()).containsExactly("B@P=2");
    assertThat(rig.told.get(0).whole()).isFalse();
  }

  @Test
  void looksAgainAtSomeItemsAloneInBatchesAsLargeAsTheSystemTakes() {
    rig.lists(new Listing(null, null, null, new Listing.Look("look", 2, null, null)));
    rig.answers(
        (route, question) -> {
          var page = new StringBuilder();
          question
              .path("items")
              .forEach(item -> page.append(item.path("key").asText()).append("=7 "));
          return page(page.toString().strip().replace("C=7", ""), null, 0, null)
              .replace("'count': 0, ", "");
        });

    var snapshot = rig.looks.look("shop", "stock", List.of("C", "A", "B"));

    assertThat(rig.asked).hasSize(2);
    assertThat(rig.staged()).containsExactly("A@P=7", "B@P=7");
    assertThat(rig.told)
        .containsExactly(new SnapshotTaken(snapshot.orElseThrow(), "shop", "stock", false));
  }

  @Test
  void cannotLookAgainWhereTheSystemKnowsNoSuchQuestion() {
    assertThat(rig.looks.look("shop", "stock", List.of("A"))).isEmpty();
  }

  private void refused(String code) {
    assertThatThrownBy(rig::take).isInstanceOf(HubException.class).hasMessageStartingWith(code);
    assertThat(rig.state()).isEqualTo("failed");
    assertThat(rig.staged()).isEmpty();
    assertThat(rig.told).isEmpty();
  }

  private static BiFunction<String, JsonNode, String> pages(String... pages) {
    return counted(-1, null, pages);
  }

  private static BiFunction<String, JsonNode, String> counted(
      int count, @org.jspecify.annotations.Nullable Long total, String... pages) {
    return (route, question) -> {
      var n = question.path("page").asInt(1);
      var next = n < pages.length ? Integer.toString(n + 1) : null;
      var size = pages[n - 1].isEmpty() ? 0 : pages[n - 1].split(" ", -1).length;
      return page(pages[n - 1], next, count < 0 ? -1 : size, total);
    };
  }

  private static String page(
      String lines,
      @org.jspecify.annotations.Nullable String next,
      int count,
      @org.jspecify.annotations.Nullable Long total) {
    var items = new TreeMap<String, String>();
    for (var line : lines.isBlank() ? new String[0] : lines.split(" +", -1)) {
      items.put(line.split("=", -1)[0], line.split("=", -1)[1]);
    }
    var text = new StringBuilder("{");
    text.append(count < 0 ? "" : "'count': %d, ".formatted(count));
    text.append(next == null ? "" : "'next': '%s', ".formatted(next));
    text.append(total == null ? "" : "'total': %d, ".formatted(total));
    return text.append("'items': [")
        .append(
            String.join(
                ",",
                items.entrySet().stream()
                    .map(
                        item ->
                            "{'key': '%s', 'place': 'P', 'value': %s}"
                                .formatted(item.getKey(), item.getValue()))
                    .toList()))
        .append("]}")
        .toString();
  }
}
