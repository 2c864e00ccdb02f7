/**
 * Reads what integration engineers write: manifests and channels, with file and line when wrong.
 */
@NullMarked
package dev.crossdock.connectors.files;

import org.jspecify.annotations.NullMarked;
