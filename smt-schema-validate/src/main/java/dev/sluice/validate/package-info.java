/**
 * The validating transform: rows come in, rows of meaning go out.
 *
 * <p>In: raw rows as the file source makes them (a Struct of optional strings, with the headers of {@link
 * dev.sluice.contract.SluiceHeaders}), events and rejections. Out: exactly one record for each record in. An accepted row is a typed
 * Struct named after its Registry subject, in which values of encrypted columns are bytes; a refused row is a {@link dev.sluice.contract.Rejection} on the errors topic, or a {@code
 * DataException}; events and rejections are the very objects that came in.
 *
 * <p>The way of a row is {@code schema → parse → encrypt → route → report}; each package may import only those to its left, {@code
 * row-check}, which says whether a row is what it should be, and the contract. This package wires them and may import all.
 */
package dev.sluice.validate;
