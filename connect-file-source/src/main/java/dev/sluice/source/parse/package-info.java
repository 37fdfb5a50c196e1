/**
 * Records become fields: charset, quotes, null tokens, the header's columns. In: the scanner's cursor. Out: an array of strings in
 * the order of the row's schema, or violations. Knows no types. Imports {@code split} and {@code define}.
 */
package dev.sluice.source.parse;
