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
 * @param cancelled every order that its channel has cancelled
 * @param fetched parcels that customers fetched
 * @param returned returns that were taken at tills
 * @param unpaid of those, the ones of which no channel has paid the money back
 */
record OrderNumbers(
    Set<String> known,
    List<String> onHold,
    List<String> withoutSale,
    Map<String, Integer> documents,
    Set<String> cancelled,
    long fetched,
    long returned,
    List<String> unpaid) {}
