package dev.crossdock.console.journey;

/** Finds the whole way of one thing by any of its names. */
interface Journeys {
  Journey find(Asked asked);
}
