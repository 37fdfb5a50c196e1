/**
 * A source connector that does nothing: the ceiling of what a worker can take from any source. Packaged as a plugin of its own, for
 * benchmarks only.
 *
 * <p>In: a folder with {@code values.txt}, rows separated by U+001E and fields by U+001F. Out: as many records as it is told to
 * make, each with a fresh Struct of those texts and one of
 * its key, for rows need a key to meet their earlier versions, and a file that is touched when the broker has acknowledged all.
 */
package dev.sluice.bench.readymade;
