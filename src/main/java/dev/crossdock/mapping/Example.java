package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One thing a mapping must do, named for its lesson.
 *
 * @param name a sentence
 * @param line where it stands in its file
 * @param given what the mapping is told besides the document
 * @param input the system's document
 * @param output what must come of it; null when something else must happen
 * @param refused how it must be refused; null when it must not
 * @param ignoredBy the rule by which it must be set aside; null when it must not
 */
record Example(
    String name,
    int line,
    Given given,
    JsonNode input,
    @Nullable JsonNode output,
    @Nullable Expected refused,
    @Nullable String ignoredBy) {

  /**
   * How an example must be refused.
   *
   * @param code for example {@code MAP-014}
   * @param at which field, for example {@code $.qty}; null when the example does not care
   */
  record Expected(String code, @Nullable String at) {}
}
