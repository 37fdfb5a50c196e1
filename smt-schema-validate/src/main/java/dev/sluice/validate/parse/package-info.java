/**
 * From a record's value to a row: Structs and maps as they are, JSON and CSV text by configuration.
 *
 * <p>In: a value. Out: {@link dev.sluice.validate.parse.Parsed}. Pure. May import {@code row-check}.
 */
package dev.sluice.validate.parse;
