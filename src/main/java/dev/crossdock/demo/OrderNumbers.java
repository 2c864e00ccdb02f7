package dev.crossdock.demo;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the order book says of itself.
 *
 * @param known every order of which all was told: {@code shop/order/1001}
 * @param onHold those that go no further
 * @param withoutSale those that the books should have been told of, and were not
 * @param documents what the books were told of, or will be: revisions by reference
 */
record OrderNumbers(
    Set<String> known,
    List<String> onHold,
    List<String> withoutSale,
    Map<String, Integer> documents) {}
