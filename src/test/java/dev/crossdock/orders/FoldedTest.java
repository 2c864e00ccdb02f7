package dev.crossdock.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Many tellings, one order. */
class FoldedTest {
  private static Folded fold(List<? extends JsonNode> tellings) {
    return tellings.stream().map(Folded::of).reduce(Folded::with).orElseThrow();
  }

  @Test
  void theNewestWholeTellingIsTheOrder() {
    var folded = fold(List.of(Telling.of("7", 5), Telling.sent(Telling.of("7", 9), "p", 2)));

    assertThat(folded.order().fulfilments()).hasSize(1);
    assertThat(folded.with(Folded.of(Telling.of("7", 5)))).isEqualTo(folded);
  }

  @Test
  void aCancelThatOvertakesItsCreateStays() {
    var folded = fold(List.of(Telling.cancelled("7", 9), Telling.of("7", 5)));

    assertThat(OrderState.of(folded.order())).isEqualTo(OrderState.CANCELLED);
    assertThat(fold(List.of(folded.document(), Telling.of("7", 11))).order().cancelledAt())
        .isEqualTo("2026-06-01T10:00:09Z");
  }

  @Test
  void aRefundThatOvertakesItsOrderWaitsForIt() {
    var refund = Folded.of(Telling.refund("7", "r", 9, 1, "19.00"));
    assertThat(OrderState.of(refund.order())).isEqualTo(OrderState.ANNOUNCED);

    var both = refund.with(Folded.of(Telling.sent(Telling.of("7", 5), "p", 2)));

    assertThat(OrderState.of(both.order())).isEqualTo(OrderState.SENT);
    assertThat(both.order().refunded()).isEqualByComparingTo("19.00");
    assertThat(both.with(Folded.of(refund.document())).document()).isEqualTo(both.document());
  }

  @Test
  void ofTwoTellingsOfTheSameInstantTheOneThatAddsUpIsRight() {
    var wrong = Telling.of("7", 5);
    ((ObjectNode) wrong.get("money")).put("total", "99.00");
    var right = Telling.of("7", 5);

    assertThat(fold(List.of(wrong, right)).document()).isEqualTo(right);
    assertThat(fold(List.of(right, wrong)).document()).isEqualTo(right);
  }

  /** A shop tells time in whole seconds, and two stores may send within one. */
  @Test
  void ofTwoTellingsOfTheSameSecondTheOneThatHasSentMoreIsRight() {
    for (var first : List.of("a", "z")) {
      var one = Telling.sent(Telling.of("7", 5), first, 1);
      var both = Telling.sent(one.deepCopy(), "m", 1);

      assertThat(fold(List.of(one, both)).document()).isEqualTo(both);
      assertThat(fold(List.of(both, one)).document()).isEqualTo(both);
    }
  }

  @RepeatedTest(300)
  void isTheSameInWhateverOrderItIsTold(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var tellings = new ArrayList<JsonNode>();
    var order = Telling.of("7", 0);
    for (int second = 1; second < 3 + random.nextInt(5); second++) {
      order = order.deepCopy();
      order.put("updatedAt", "2026-06-01T10:00:%02dZ".formatted(second / 2));
      if (random.nextInt(3) == 0) {
        Telling.sent(order, "p" + second, 1);
      }
      if (random.nextInt(3) == 0) {
        Telling.refunded(order, "r" + second, 1, "return", "1.00");
        tellings.add(Telling.refund("7", "r" + second, second / 2, 1, "1.00"));
      }
      if (random.nextInt(6) == 0) {
        order.put("cancelledAt", order.get("updatedAt").textValue());
      }
      tellings.add(order);
    }
    var once = fold(tellings).document();

    tellings.addAll(List.copyOf(tellings));
    Collections.shuffle(tellings, random);

    assertThat(fold(tellings).document()).isEqualTo(once);
  }
}
