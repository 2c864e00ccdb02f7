/** Where people find the hub. */
@NullMarked
package dev.crossdock.platform.web;

import org.jspecify.annotations.NullMarked;
