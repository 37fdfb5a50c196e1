/**
 * What a text, or a value that has a type already, is in a column of an Avro type: exactly that Connect value, or a fault.
 *
 * <p>In: an Avro type and a {@link dev.sluice.check.read.Notation}; then one value after another, never null and never empty. Out: a
 * Connect value, or a {@link dev.sluice.check.read.Fault}. Pure. May import {@code schema}.
 */
package dev.sluice.check.read;
