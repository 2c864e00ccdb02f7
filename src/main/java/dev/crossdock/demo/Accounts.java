package dev.crossdock.demo;

/**
 * What became of the messages: {@code received} is always the sum of the others.
 *
 * @param received kept in the inbox
 * @param applied had their effect
 * @param duplicate had it already
 * @param ignored moved nothing, by a named rule
 * @param parked wait for a person
 * @param inProgress are on their way
 */
record Accounts(
    long received, long applied, long duplicate, long ignored, long parked, long inProgress) {}
