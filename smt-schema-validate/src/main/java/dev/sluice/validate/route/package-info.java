/**
 * Where a checked row goes, and in which words a refusal is told.
 *
 * <p>In: the record, its import and the findings. Out: the record to send on. May import {@code schema} and {@code check}.
 */
package dev.sluice.validate.route;
