/** The page of alerts: what somebody must be told, who was, and who has seen to it. */
@NullMarked
package dev.crossdock.console.alerts;

import org.jspecify.annotations.NullMarked;
