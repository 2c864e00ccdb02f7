package dev.crossdock.sandbox.shop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The shop's search words, as in {@code updated_at:>='2026-11-20T10:00:00Z' AND sku:TEE-RED-M} or
 * {@code id:1 OR id:2}.
 */
final class Search {
  private static final Pattern OR = Pattern.compile("\\s+OR\\s+");
  private static final Pattern TERM =
      Pattern.compile("(\\w+):(>=|<=|>|<)?(?:'([^']*)'|\"([^\"]*)\"|(\\S+))");

  record Term(String field, String operator, String value) {}

  private Search() {}

  /** Alternatives, each of terms that must all hold. Nothing asked is one alternative of none. */
  static List<List<Term>> parse(@Nullable String query) {
    var alternatives = new ArrayList<List<Term>>();
    for (var part : OR.split(query == null ? "" : query, -1)) {
      var terms = new ArrayList<Term>();
      var matcher = TERM.matcher(part);
      while (matcher.find()) {
        var operator = matcher.group(2);
        terms.add(
            new Term(
                matcher.group(1).toLowerCase(Locale.ROOT),
                operator == null ? "=" : operator,
                value(matcher.group(3), matcher.group(4), matcher.group(5))));
      }
      alternatives.add(terms);
    }
    return alternatives;
  }

  private static String value(
      @Nullable String single, @Nullable String twice, @Nullable String bare) {
    if (single != null) {
      return single;
    }
    return twice != null ? twice : String.valueOf(bare);
  }
}
