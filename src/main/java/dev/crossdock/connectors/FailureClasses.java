package dev.crossdock.connectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which failure is of which class, by the code that the system gave it: the manifest's word, and
 * where it says nothing what is usual for the status or the SQL state.
 *
 * @param byCode by a code, or by its beginning and an asterisk: {@code THROTTLED}, {@code
 *     HTTP-404}, {@code SQL-23*}
 */
public record FailureClasses(@JsonValue Map<String, FailureClass> byCode) {
  static final FailureClasses USUAL = new FailureClasses(Map.of());

  /** Takes a copy. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public FailureClasses {
    byCode = Map.copyOf(byCode);
  }

  /**
   * The class of one failure.
   *
   * @param code what the system, or its mapping, called it; null when it gave no name
   * @param status of the answer; 0 when there was none
   * @param sqlState of a database's answer; null when it gave none
   */
  public FailureClass of(@Nullable String code, int status, @Nullable String sqlState) {
    return said(code)
        .or(() -> said(sqlState == null ? null : "SQL-" + sqlState))
        .or(() -> said("HTTP-" + status))
        .or(() -> ofSql(sqlState))
        .orElseGet(() -> ofStatus(status));
  }

  private Optional<FailureClass> said(@Nullable String code) {
    if (code == null) {
      return Optional.empty();
    }
    var exact = byCode.get(code);
    if (exact != null) {
      return Optional.of(exact);
    }
    return byCode.entrySet().stream()
        .filter(e -> e.getKey().endsWith("*") && code.startsWith(beginning(e.getKey())))
        .max(java.util.Comparator.comparingInt(e -> e.getKey().length()))
        .map(Map.Entry::getValue);
  }

  private static String beginning(String pattern) {
    return pattern.substring(0, pattern.length() - 1);
  }

  /** By the class of the SQL state, which is the same in every database. */
  private static Optional<FailureClass> ofSql(@Nullable String state) {
    if (state == null || state.length() != 5) {
      return Optional.empty();
    }
    return switch (state.substring(0, 2)) {
      case "22", "23", "44" -> Optional.of(FailureClass.DATA);
      case "28" -> Optional.of(FailureClass.AUTH);
      case "42" ->
          Optional.of(
              state.equals("42501") ? FailureClass.AUTH : FailureClass.BUG); // 42501: denied
      default -> Optional.of(FailureClass.TRANSIENT);
    };
  }

  private static FailureClass ofStatus(int status) {
    return switch (status) {
      case 0, 408, 425 -> FailureClass.TRANSIENT;
      case 401, 403 -> FailureClass.AUTH;
      case 404, 410 -> FailureClass.UNKNOWN_REFERENCE;
      case 409, 412 -> FailureClass.CONFLICT;
      case 429 -> FailureClass.THROTTLED;
      default -> status >= 500 ? FailureClass.TRANSIENT : FailureClass.DATA;
    };
  }
}
