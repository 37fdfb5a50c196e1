/** What converters cost for a row, beside each other. */
package dev.sluice.bench.convert;
