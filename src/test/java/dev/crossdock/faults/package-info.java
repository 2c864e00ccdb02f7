/** Faults, and the proof that none of them loses, doubles or blocks anything. */
@org.jspecify.annotations.NullMarked
package dev.crossdock.faults;
