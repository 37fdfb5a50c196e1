/** What benchmarks measure with: rows like those of the reference data. */
package dev.sluice.bench;
