package dev.crossdock.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Json;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/**
 * One order as all its tellings together make it. The newest whole telling is the order; refunds
 * that were heard on their own are added to it. It is the same in whatever order tellings are
 * heard, and however often. A receipt that is told line by line is all its lines.
 *
 * @param document canonical
 * @param order the same, read
 */
record Folded(ObjectNode document, Order order) {

  private static final ObjectWriter IN_ORDER =
      Json.mapper().writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

  /** What comes from all tellings, not from the newest alone. */
  private static final List<String> ADDED_UP = List.of("refunds", "cancelledAt", "cancelCause");

  /**
   * Of two tellings of the same instant the one that adds up is right, so that a corrected mapping
   * heals what is replayed through it. After that, channels that tell time in whole seconds may
   * have sent twice in one: what has left has left. Otherwise it only matters that it is always the
   * same one.
   */
  private static final Comparator<Folded> NEWER =
      Comparator.comparing((Folded f) -> f.order().isWhole())
          .thenComparing(f -> !ByLine.is(f.document()))
          .thenComparing(f -> f.order().updatedAt())
          .thenComparing(f -> Totals.of(f.order()).filter(Totals.Sums::agree).isPresent())
          .thenComparing(Folded::unitsSent)
          .thenComparing(Folded::ownText);

  static Folded of(JsonNode document) {
    var printed = Amounts.printed((ObjectNode) document);
    return new Folded(printed, Json.mapper().convertValue(printed, Order.class));
  }

  /** What both tell. */
  Folded with(Folded other) {
    if (other.document().equals(document)) {
      return this;
    }
    if (ByLine.is(document) && ByLine.is(other.document())) {
      var both = ByLine.together(document, other.document());
      keepCancelled(both, document);
      keepCancelled(both, other.document());
      return of(both);
    }
    var isNewer = NEWER.compare(this, other) >= 0;
    var newer = isNewer ? this : other;
    var older = isNewer ? other : this;
    var both = newer.document().deepCopy();
    var added = addRefunds(both, older.document());
    added |= keepCancelled(both, older.document());
    return added ? of(both) : newer;
  }

  private int unitsSent() {
    return Counts.of(order).mapToInt(Counts::sent).sum();
  }

  /** What this telling says by itself; its fields in one order, as the database keeps none. */
  private String ownText() {
    try {
      return IN_ORDER.writeValueAsString(document.deepCopy().without(ADDED_UP));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean addRefunds(ObjectNode to, JsonNode from) {
    var refunds = (ArrayNode) to.get("refunds");
    var known = new HashMap<String, ObjectNode>();
    refunds.forEach(refund -> known.put(refund.path("id").asText(), (ObjectNode) refund));
    var added = false;
    for (var refund : from.get("refunds")) {
      var same = known.get(refund.path("id").asText());
      if (same == null) {
        refunds.add(refund.deepCopy());
      }
      added |= same == null || fill(same, refund);
    }
    if (added) {
      to.set("refunds", sorted(refunds));
    }
    return added;
  }

  /** One way of telling says more of a refund than another: of what it pays, when it was. */
  private static boolean fill(ObjectNode known, JsonNode other) {
    var filled = false;
    for (var field : other.properties()) {
      if (!known.has(field.getKey())) {
        known.set(field.getKey(), field.getValue());
        filled = true;
      }
    }
    return filled;
  }

  /** What is cancelled stays so, since the first time: a telling that does not know it is late. */
  private static boolean keepCancelled(ObjectNode to, JsonNode from) {
    var before = from.path("cancelledAt").asText("");
    var after = to.path("cancelledAt").asText("");
    if (before.isEmpty() || (!after.isEmpty() && after.compareTo(before) <= 0)) {
      return false;
    }
    to.set("cancelledAt", from.get("cancelledAt"));
    to.remove("cancelCause");
    if (from.hasNonNull("cancelCause")) {
      to.set("cancelCause", from.get("cancelCause"));
    }
    return true;
  }

  private static ArrayNode sorted(ArrayNode refunds) {
    var inOrder = Json.mapper().createArrayNode();
    refunds
        .valueStream()
        .sorted(
            Comparator.comparing((JsonNode r) -> r.path("at").asText())
                .thenComparing(r -> r.path("id").asText()))
        .forEach(inOrder::add);
    return inOrder;
  }
}
