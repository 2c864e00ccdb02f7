package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Paths into documents, where {@code [*]} stands for any place in a list. */
final class FieldPaths {
  private static final Pattern PLACE = Pattern.compile("\\[\\d+]");

  private FieldPaths() {}

  /** The same path for every place in a list. */
  static String anyPlace(String path) {
    return PLACE.matcher(path).replaceAll("[*]");
  }

  /** Every path there is in a document, containers too. */
  static Set<String> of(JsonNode document) {
    return of(document, "$");
  }

  private static Set<String> of(JsonNode document, String path) {
    var paths = new TreeSet<String>();
    collect(document, path, paths);
    return paths;
  }

  /** Those outermost paths of a document of which nothing was read and nothing is ignored. */
  static Set<String> unread(JsonNode document, Set<String> read, List<String> ignored) {
    var unread = new TreeSet<String>();
    collectUnread(document, "$", read, ignored, unread);
    return unread;
  }

  /** Whether a path, or something it stands in, is on a list of patterns. */
  static boolean covered(String path, List<String> patterns) {
    return patterns.stream().anyMatch(pattern -> glob(pattern).matcher(path).find());
  }

  /** The nearest spelling among some paths, or empty when none is near. */
  static List<String> near(String path, Collection<String> others) {
    var parent = path.substring(0, path.lastIndexOf('.') + 1);
    var name = path.substring(parent.length());
    var best = new ArrayList<String>();
    var least = Math.max(2, name.length() / 3) + 1;
    for (var other : others) {
      if (other.startsWith(parent) && other.indexOf('.', parent.length()) < 0) {
        var distance = distance(name, other.substring(parent.length()));
        if (distance < least) {
          least = distance;
          best.clear();
        }
        if (distance == least) {
          best.add(other);
        }
      }
    }
    return best;
  }

  private static void collect(JsonNode node, String path, Set<String> paths) {
    paths.add(path);
    node.properties()
        .forEach(entry -> collect(entry.getValue(), path + "." + entry.getKey(), paths));
    if (node.isArray()) {
      node.forEach(element -> collect(element, path + "[*]", paths));
    }
  }

  private static void collectUnread(
      JsonNode node, String path, Set<String> read, List<String> ignored, Set<String> unread) {
    if (read.contains(path + "/**")) {
      return;
    }
    if (node.isArray()) {
      node.forEach(each -> collectUnread(each, path + "[*]", read, ignored, unread));
    }
    for (var entry : node.properties()) {
      var below = path + "." + entry.getKey();
      if (read.contains(below) || read.contains(below + "/**")) {
        collectUnread(entry.getValue(), below, read, ignored, unread);
      } else {
        unread.addAll(notIgnored(entry.getValue(), below, ignored));
      }
    }
  }

  /** The whole when nothing in it is ignored, else those parts of it that are not. */
  private static Set<String> notIgnored(JsonNode node, String path, List<String> ignored) {
    var parts = of(node, path);
    return parts.stream().noneMatch(part -> covered(part, ignored))
        ? Set.of(path)
        : parts.stream()
            .filter(part -> !covered(part, ignored))
            .filter(part -> parts.stream().noneMatch(other -> standsIn(other, part)))
            .collect(Collectors.toSet());
  }

  private static boolean standsIn(String part, String whole) {
    return part.length() > whole.length()
        && part.startsWith(whole)
        && ".[".indexOf(part.charAt(whole.length())) >= 0;
  }

  /** {@code *} stands for any part of a name; whatever is below a match is matched too. */
  private static Pattern glob(String pattern) {
    var expression = new StringBuilder("^");
    for (var part : pattern.replace("[*]", "\u0000").split("(?<=[*\u0000])|(?=[*\u0000])", -1)) {
      expression.append(
          switch (part) {
            case "\u0000" -> "\\[\\*]";
            case "*" -> "[^.\\[]*";
            default -> Pattern.quote(part);
          });
    }
    return Pattern.compile(expression.append("(?=$|[.\\[])").toString());
  }

  private static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var above = row[j];
        var same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + same);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
