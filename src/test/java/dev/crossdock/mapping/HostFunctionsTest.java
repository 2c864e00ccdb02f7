package dev.crossdock.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostFunctionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "money-add(\"1.10\", \"2.20\")                      | \"3.30\"",
        "money-mul(\"1.1\", 3)                              | \"3.3\"",
        "money-mul(\"0.10\", \"3\")                         | \"0.30\"",
        "money-sum([\"0.10\", \"0.20\", \"-0.05\"])         | \"0.25\"",
        "money-sum(null)                                    | \"0\"",
        "money-neg(\"4.00\")                                | \"-4.00\"",
        "money(.total)                                      | \"10.00\"",
        "whole(\"4.000\")                                   | 4",
        "whole(.half + 0.5)                                 | 5",
        "whole(\" 12 \")                                    | 12",
        "whole(-3)                                          | -3",
        "text(.big)                                         | \"820982911946154508\"",
        "text(.none)                                        | null",
        "id(.big)                                           | \"820982911946154508\"",
        "tail(\"gid://corner/Order/17\", \"/\")             | \"17\"",
        "tail(\"17\", \"/\")                                | \"17\"",
        "tail(.none, \"/\")                                 | null",
        "as-array(.none)                                    | []",
        "as-array(.one)                                     | [{\"a\":1}]",
        "as-array([1, 2])                                   | [1,2]",
        "instant(\"2026-06-01T08:30:00Z\")                  | \"2026-06-01T08:30:00Z\"",
        "instant(\"2026-06-01T09:30:00+01:00\")             | \"2026-06-01T08:30:00Z\"",
        "instant(\"2026-06-01T09:30:00.250+0100\")          | \"2026-06-01T08:30:00.250Z\"",
        "instant(\"2026-06-01T09:30:00-04:00\", $zone)      | \"2026-06-01T13:30:00Z\"",
        "instant(\"2026-06-01 09:30:00\", $zone)            | \"2026-06-01T08:30:00Z\"",
        "instant(\"2026-06-01T09:30:00.123\", $zone)        | \"2026-06-01T08:30:00.123Z\"",
        "instant(\"2026-12-01 09:30:00\", $zone)            | \"2026-12-01T09:30:00Z\"",
        "instant(\"2026-10-25 01:30:00\", $zone)            | \"2026-10-25T00:30:00Z\"",
        "instant(\"2026-03-29 01:30:00\", $zone)            | \"2026-03-29T01:30:00Z\"",
      })
  void says(String expression, String expected) {
    assertThat(Json.text(run(expression))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "money-add(.none, \"1\")                 | MAP-012 | $.none",
        "money-mul(\"1,10\", 2)                  | MAP-012 | $",
        "money(\"£1\")                           | MAP-012 | $",
        "money(1.5)                              | MAP-012 | $",
        "whole(.half)                            | MAP-014 | $.half",
        "whole(.none)                            | MAP-014 | $.none",
        "whole(\"\")                             | MAP-014 | $",
        "whole(\"4x\")                           | MAP-014 | $",
        "whole(\"9999999999\")                   | MAP-014 | $",
        "whole(.big)                             | MAP-014 | $.big",
        "id(.none)                               | MAP-019 | $.none",
        "id(\"\")                                | MAP-019 | $",
        "text(.one)                              | MAP-019 | $.one",
        "instant(.none)                          | MAP-013 | $.none",
        "instant(\"2026-06-01 09:30:00\")        | MAP-013 | $",
        "instant(\"2026-02-30 09:30:00\", $zone) | MAP-013 | $",
        "instant(\"yesterday\", $zone)           | MAP-013 | $",
        "sku-for(\"barcode\", .none)             | MAP-020 | $.none",
        "sku-for(\"barcode\", \"1\")             | MAP-015 | $",
        "location-for(\"slot\", \"1\")           | MAP-016 | $",
        "error(\"unknown status \" + .status)    | MAP-011 | $.status",
        "[for (.total) .]                        | MAP-017 | $.total",
        "$nothing                                | MAP-017 | $",
      })
  void refuses(String expression, String code, String at) {
    assertThatThrownBy(() -> run(expression))
        .isInstanceOf(HubException.class)
        .hasMessageStartingWith(code)
        .hasMessageContaining(" at " + at);
  }

  @Test
  void setsAsideByARule() {
    assertThatThrownBy(() -> run("ignore(\"training\")"))
        .isInstanceOfSatisfying(Ignored.class, e -> assertThat(e.rule()).isEqualTo("training"));
  }

  private static JsonNode run(String expression) {
    var mapping = new JsltCompiler(Path.of("mappings")).compile(Path.of("x.jslt"), expression);
    var loaded = new LoadedMapping("x", "v", mapping, null, CanonicalSchemas.NONE);
    var document =
        Json.read(
            "{\"big\": 820982911946154508, \"half\": 4.5, \"one\": {\"a\": 1}, \"total\": 10.00, \"status\": \"odd\"}"
                .getBytes(StandardCharsets.UTF_8));
    Map<String, JsonNode> variables = Map.of("zone", TextNode.valueOf("Europe/London"));
    return new Translation("corner", new NoReferences())
        .during(() -> loaded.run(document, variables));
  }
}
