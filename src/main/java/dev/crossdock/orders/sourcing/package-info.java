/** From where an order is sent. Pure: no database, no clock; every choice says why. */
@NullMarked
package dev.crossdock.orders.sourcing;

import org.jspecify.annotations.NullMarked;
