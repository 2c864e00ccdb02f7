package dev.crossdock.demo;

import java.util.Map;

/**
 * What a demo ends with: one line of JSON, these fields and no others.
 *
 * @param orders in the order book
 * @param cancelled orders that were
 * @param fetched parcels that customers fetched in a store
 * @param returned how often something the shop had sent was brought back to a store
 * @param documents that the ERP was told of: sales, shipments, credits, cancellations
 * @param apiCalls how many calls each system received
 * @param oversold units promised that are not there
 * @param disagreeing SKU-locations where storage, ledger and oracle are not all equal
 * @param lagMillis over every way but the marketplace's, which is bound to five changes a second
 * @param lagMillisByWay who told it, to who was told
 */
record DemoReport(
    long received,
    long applied,
    long duplicate,
    long ignored,
    long parked,
    long inProgress,
    long movements,
    long orders,
    long ordersOnHold,
    long cancelled,
    long fetched,
    long returned,
    long documents,
    Map<String, Long> apiCalls,
    long oversold,
    int disagreeing,
    LagMillis lagMillis,
    Map<String, LagMillis> lagMillisByWay) {}
