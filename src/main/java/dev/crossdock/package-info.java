/** The hub that keeps shops, marketplaces, tills and the ERP in agreement. */
@NullMarked
package dev.crossdock;

import org.jspecify.annotations.NullMarked;
