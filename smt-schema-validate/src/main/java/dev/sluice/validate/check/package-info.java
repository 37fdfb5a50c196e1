/**
 * Whether a row meets its contract: text becomes typed values, exactly or not at all, and every fault of a row is found.
 *
 * <p>In: a raw row's Struct and a {@link dev.sluice.validate.schema.Contract}. Out: {@link dev.sluice.validate.check.Checked}. Pure:
 * no IO, no clock, no state but compiled plans. May import {@code rule} and {@code schema};
 * the CEL library is known to one class, {@link dev.sluice.validate.check.Expressions}.
 */
package dev.sluice.validate.check;
