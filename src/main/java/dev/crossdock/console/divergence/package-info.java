/**
 * The page of divergences: where systems disagree with us, why, and what a person does about it.
 */
@NullMarked
package dev.crossdock.console.divergence;

import org.jspecify.annotations.NullMarked;
