/**
 * What is wrong with a row, form and meaning: the validating transform's own verdict, in its own words, where the source must know it
 * too. In: a record, its columns, and the schema version that its import is pinned to. Out: a {@link dev.sluice.source.check.Verdict}.
 * And whether the row fits into a record: a look at its length, but of the few that are so long that they might not. Asks nobody; else
 * never on the way of rows that are emitted. Imports packages to its left, and the library {@code row-check}.
 */
package dev.sluice.source.check;
