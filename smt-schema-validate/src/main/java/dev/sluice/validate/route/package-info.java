/**
 * Where a checked row goes, and how a refusal is told.
 *
 * <p>In: the record, its import and the findings. Out: the record to send on. May import {@code schema} and {@code row-check}.
 */
package dev.sluice.validate.route;
