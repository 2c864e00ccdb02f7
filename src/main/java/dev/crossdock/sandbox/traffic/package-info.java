/** What customers, stores and warehouses do all day, from a seed. */
@NullMarked
package dev.crossdock.sandbox.traffic;

import org.jspecify.annotations.NullMarked;
