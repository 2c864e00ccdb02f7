package dev.crossdock.sandbox.shop;

import graphql.GraphqlErrorException;
import graphql.schema.DataFetchingEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Pages of a list, as the shop cuts them: at most 250, with opaque cursors. */
final class Connections {
  private static final int MOST = 250;

  private Connections() {}

  /** How many were asked for. */
  static int first(DataFetchingEnvironment asked) {
    Integer first = asked.getArgument("first");
    if (first == null) {
      throw refusal("you must provide one of first or last");
    }
    if (first < 1 || first > MOST) {
      throw refusal("first must be between 1 and %d; it is %d".formatted(MOST, first));
    }
    return first;
  }

  /** A page of a list that is held in memory, ordered by a number. */
  static <T> Map<String, Object> page(
      DataFetchingEnvironment asked,
      List<T> all,
      ToLongFunction<T> order,
      Function<T, Map<String, Object>> node) {
    var first = first(asked);
    var cursor = cursor(asked.getArgument("after"));
    var behind = cursor.isEmpty() ? Long.MIN_VALUE : Long.parseLong(cursor.get(0));
    var found =
        all.stream()
            .filter(one -> order.applyAsLong(one) > behind)
            .sorted((a, b) -> Long.compare(order.applyAsLong(a), order.applyAsLong(b)))
            .limit(first + 1L)
            .toList();
    return connection(
        found,
        first,
        !cursor.isEmpty(),
        one -> encode(Long.toString(order.applyAsLong(one))),
        node);
  }

  /**
   * A page of a list that is in the order of a number, however long; no more of it is looked at.
   */
  static <T> Map<String, Object> pageOfSorted(
      DataFetchingEnvironment asked,
      List<T> all,
      ToLongFunction<T> order,
      Function<T, Map<String, Object>> node) {
    var first = first(asked);
    var cursor = cursor(asked.getArgument("after"));
    int from = 0;
    if (!cursor.isEmpty()) {
      var behind = Long.parseLong(cursor.get(0));
      int to = all.size();
      while (from < to) {
        var middle = (from + to) >>> 1;
        if (order.applyAsLong(all.get(middle)) > behind) {
          to = middle;
        } else {
          from = middle + 1;
        }
      }
    }
    return connection(
        all.subList(from, (int) Math.min(all.size(), from + first + 1L)),
        first,
        !cursor.isEmpty(),
        one -> encode(Long.toString(order.applyAsLong(one))),
        node);
  }

  /** A page of what was found; one more than asked for says that there is a next page. */
  static <T> Map<String, Object> connection(
      List<T> found,
      int first,
      boolean hasPrevious,
      Function<T, String> cursor,
      Function<T, Map<String, Object>> node) {
    var shown = found.subList(0, Math.min(first, found.size()));
    var edges = new ArrayList<Map<String, Object>>();
    var nodes = new ArrayList<Map<String, Object>>();
    for (var one : shown) {
      var map = node.apply(one);
      nodes.add(map);
      edges.add(Map.of("cursor", cursor.apply(one), "node", map));
    }
    var page = new HashMap<String, @Nullable Object>();
    page.put("hasNextPage", found.size() > first);
    page.put("hasPreviousPage", hasPrevious);
    page.put("startCursor", shown.isEmpty() ? null : cursor.apply(shown.get(0)));
    page.put("endCursor", shown.isEmpty() ? null : cursor.apply(shown.get(shown.size() - 1)));
    return Map.of("edges", edges, "nodes", nodes, "pageInfo", page);
  }

  static String encode(String... parts) {
    return Base64.getEncoder()
        .encodeToString(String.join("|", parts).getBytes(StandardCharsets.UTF_8));
  }

  /** The parts of a cursor; none when there is no cursor. */
  static List<String> cursor(@Nullable String after) {
    if (after == null) {
      return List.of();
    }
    try {
      var text = new String(Base64.getDecoder().decode(after), StandardCharsets.UTF_8);
      return List.of(text.split("\\|", -1));
    } catch (IllegalArgumentException e) {
      throw refusal("'%s' is not a cursor of ours".formatted(after));
    }
  }

  static GraphqlErrorException refusal(String message) {
    return GraphqlErrorException.newErrorException()
        .message(message)
        .extensions(Map.of("code", "BAD_REQUEST"))
        .build();
  }
}
