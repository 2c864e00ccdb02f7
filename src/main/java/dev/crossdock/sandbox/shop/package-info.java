/** The storefront's stand-in: orders, signed webhooks, and the Admin GraphQL API. */
@NullMarked
package dev.crossdock.sandbox.shop;

import org.jspecify.annotations.NullMarked;
