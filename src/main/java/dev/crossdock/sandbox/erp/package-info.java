/** The ERP's stand-in: tables of stock, and a job that books what is staged. */
@NullMarked
package dev.crossdock.sandbox.erp;

import org.jspecify.annotations.NullMarked;
