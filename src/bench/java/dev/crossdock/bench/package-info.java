/**
 * How fast the hub is, as ratios against what the same machine does at best in the same run.
 *
 * <p>{@code ./mvnw -Pbench verify} runs it; see {@link dev.crossdock.bench.Bench}.
 */
@NullMarked
package dev.crossdock.bench;

import org.jspecify.annotations.NullMarked;
