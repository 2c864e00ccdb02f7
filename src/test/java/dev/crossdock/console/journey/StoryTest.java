package dev.crossdock.console.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.crossdock.console.journey.Journey.Step;
import dev.crossdock.console.journey.Journey.Tone;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoryTest {
  private final Journey journey = new FixtureJourneys().find(Asked.of("#1042", null, null));

  @Test
  void tellsWhatHappenedInOrderAndWhatMustStillComeLast() {
    assertThat(journey.steps().stream().map(Step::title))
        .containsExactly(
            "says orders/create",
            "says orders/create",
            "TEE-RED-M at dc: reservation of 2",
            "shop should show 198 of TEE-RED-M",
            "market should show 198 of TEE-RED-M",
            "erp must book 1 movement",
            "applied",
            "duplicate: changes nothing",
            "tells it to show 198 of TEE-RED-M",
            "tells it of a movement",
            "throttled",
            "accepted",
            "tells it to show 198 of TEE-RED-M, for the second time",
            "throttled",
            "says orders/paid",
            "ignored on purpose",
            "market must still be told to show 198 of TEE-RED-M, for 89 s",
            "erp must still say that it has booked 1 movement");
  }

  @Test
  void givesTheReasonOfEachDecision() {
    assertThat(step("duplicate").why()).isEqualTo("the same, letter for letter, as message 101");
    assertThat(step("ignored").why()).isEqualTo("by the rule moves-no-stock");
    assertThat(step("shop should show").why()).isEqualTo("it shows that already, by itself");
    assertThat(step("throttled").why())
        .isEqualTo("You exceeded your quota for the requested resource. (QuotaExceeded)");
    assertThat(step("market must still").tone()).isEqualTo(Tone.waiting);
  }

  @Test
  void saysWhereAPersonSettlesWhatIsParked() {
    var parked = Story.of("41", FixtureJourneys.parked(), lane -> lane, 1).steps();

    assertThat(parked)
        .extracting(Step::title, Step::parked)
        .containsExactly(
            tuple("says orders/create", null), tuple("parked", "/console/parked.html?message=41"));
  }

  @Test
  void waitsForASystemToShowWhatItOnlyAccepted() {
    var waiting = accepted(200, 1_000);
    assertThat(waiting)
        .extracting(Step::title, Step::expected)
        .contains(tuple("market must still show 198 of TEE-RED-M", true));

    assertThat(accepted(198, 9_000))
        .extracting(Step::title, Step::expected)
        .contains(tuple("shows 198 of TEE-RED-M", false))
        .doesNotContain(tuple("market must still show 198 of TEE-RED-M", true));
  }

  @Test
  void expectsWhatIsToBeReadBackUntilTheSystemWasAsked() {
    var due = FixtureJourneys.at(5_000);
    var waiting = story(FixtureJourneys.accepted(198, 9_000, due, List.of(), List.of()));
    assertThat(waiting)
        .filteredOn(Step::expected)
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.title()).isEqualTo("market must still show 198 of TEE-RED-M");
              assertThat(step.at()).isEqualTo(due);
            });

    var looks = List.of(FixtureJourneys.look(5_000));
    assertThat(story(FixtureJourneys.accepted(200, -9_000, null, List.of(), looks)))
        .extracting(Step::title, Step::expected)
        .contains(tuple("asks what it shows of TEE-RED-M", false))
        .contains(tuple("says what it shows", false))
        .contains(tuple("shows 198 of TEE-RED-M", false))
        .doesNotContain(tuple("market must still show 198 of TEE-RED-M", true));
  }

  @Test
  void tellsWhatWasAcceptedAndLostAndThatItIsSentAgain() {
    var again = List.of(FixtureJourneys.lost());
    var calls = List.of(FixtureJourneys.look(10_000), FixtureJourneys.again());
    var steps = story(FixtureJourneys.accepted(200, 1, FixtureJourneys.at(20_000), again, calls));

    assertThat(steps.stream().map(Step::title))
        .containsSubsequence(
            "tells it to show 198 of TEE-RED-M",
            "accepted",
            "asks what it shows of TEE-RED-M",
            "shows 200 of TEE-RED-M, not what it accepted",
            "tells it to show 198 of TEE-RED-M",
            "accepted",
            "market must still show 198 of TEE-RED-M");
    assertThat(steps)
        .filteredOn(s -> s.title().endsWith("not what it accepted"))
        .extracting(Step::why)
        .containsExactly("what it accepted was lost; version 6 sends it again");
  }

  private static List<Step> story(Found found) {
    return Story.of("1042", found, lane -> lane, 1).steps();
  }

  private static List<Step> accepted(int shows, long asOf) {
    return Story.of("1042", FixtureJourneys.accepted(shows, asOf), lane -> lane, 1).steps();
  }

  @Test
  void putsWhoSpokeBeforeTheHubAndWhoWasToldAfterIt() {
    assertThat(journey.lanes().stream().map(Journey.Lane::id))
        .isEqualTo(List.of("shop", "hub", "market", "erp"));
    assertThat(journey.summary())
        .isEqualTo("3 messages heard, 1 movement of stock, 2 systems told; 2 steps still to come.");
  }

  @Test
  void saysSoWhenNothingIsKnown() {
    var nothing = new FixtureJourneys().find(Asked.of("nobody", null, null));

    assertThat(nothing.summary()).isEqualTo("Nothing is known by that name.");
    assertThat(nothing.steps()).isEmpty();
  }

  private Step step(String title) {
    return journey.steps().stream()
        .filter(s -> s.title().startsWith(title))
        .findFirst()
        .orElseThrow();
  }
}
