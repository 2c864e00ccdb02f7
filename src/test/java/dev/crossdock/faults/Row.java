package dev.crossdock.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.crossdock.kernel.Json;
import java.util.List;

/**
 * One line of the suite's table.
 *
 * @param violations of the other invariants, and of what else the fault demands
 * @param skipped what this machine lacks; empty when it was done
 */
record Row(
    String fault,
    int injected,
    long messages,
    int lost,
    int doubled,
    int violations,
    long seconds,
    String remark,
    String skipped) {

  static Row skipped(String fault, String why) {
    return new Row(fault, 0, 0, 0, 0, 0, 0, "", why);
  }

  boolean clean() {
    return skipped.isEmpty() && injected > 0 && lost == 0 && doubled == 0 && violations == 0;
  }

  String json() {
    return Json.text(Json.mapper().valueToTree(this));
  }

  static Row of(String json) throws JsonProcessingException {
    return Json.mapper().readValue(json, Row.class);
  }

  /** As people read it, in Markdown. */
  static String table(List<Row> rows) {
    var text = new StringBuilder();
    text.append(
        "| fault | times injected | messages | messages lost | effects doubled | invariant violations | seconds | |\n");
    text.append("|---|--:|--:|--:|--:|--:|--:|---|\n");
    for (var row : rows) {
      text.append(row.line()).append('\n');
    }
    return text.append(sum(rows).line()).append('\n').toString();
  }

  private static Row sum(List<Row> rows) {
    return new Row(
        "**all**",
        rows.stream().mapToInt(Row::injected).sum(),
        rows.stream().mapToLong(Row::messages).sum(),
        rows.stream().mapToInt(Row::lost).sum(),
        rows.stream().mapToInt(Row::doubled).sum(),
        rows.stream().mapToInt(Row::violations).sum(),
        rows.stream().mapToLong(Row::seconds).sum(),
        "",
        "");
  }

  private String line() {
    return skipped.isEmpty()
        ? "| %s | %d | %d | %d | %d | %d | %d | %s |"
            .formatted(fault, injected, messages, lost, doubled, violations, seconds, remark)
        : "| %s | SKIPPED | | | | | | %s |".formatted(fault, skipped);
  }
}
