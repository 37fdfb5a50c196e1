/**
 * Whether typed values meet the data quality rules of their dataset.
 *
 * <p>In: rules as written, and the columns that they are for; then the typed values of one row after another. Out: {@link
 * dev.sluice.check.judge.Finding}s. Whatever a tenant writes is bounded in what it costs to compile and to run. Pure. May import {@code
 * rule}, {@code schema} and {@code read}; the CEL library is known to {@link dev.sluice.check.judge.Expressions} and {@link
 * dev.sluice.check.judge.CelValues} only.
 */
package dev.sluice.check.judge;
