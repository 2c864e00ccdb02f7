/** What a SKU and a location are called elsewhere. */
@ApplicationModule(
    displayName = "Catalog",
    allowedDependencies = {"kernel", "connectors"})
@NullMarked
package dev.crossdock.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
