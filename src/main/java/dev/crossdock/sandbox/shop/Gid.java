package dev.crossdock.sandbox.shop;

import java.util.OptionalLong;

/** The shop's global ids, as in {@code gid://shopify/Order/123}. */
final class Gid {
  private static final String ROOT = "gid://shopify/";

  private Gid() {}

  static String of(String type, long id) {
    return ROOT + type + "/" + id;
  }

  /** The number in an id of a type; nothing when it is of another type or no id at all. */
  static OptionalLong number(String type, String gid) {
    var start = ROOT + type + "/";
    if (!gid.startsWith(start)) {
      return OptionalLong.empty();
    }
    var digits = gid.substring(start.length());
    var question = digits.indexOf('?');
    try {
      return OptionalLong.of(Long.parseLong(question < 0 ? digits : digits.substring(0, question)));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
