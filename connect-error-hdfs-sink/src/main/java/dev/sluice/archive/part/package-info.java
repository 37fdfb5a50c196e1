/**
 * A part: the contiguous run of offsets of one topic-partition since its last commit, fanning out to one temporary file for each
 * directory that its rows belong into, and a summary for each import.
 *
 * <p>In: envelopes and offsets. Out: closed, durable temporary files and what to call them. May import {@code envelope}, {@code
 * layout} and {@code fs}. Nothing here is committed: a part may be thrown away at any moment.
 */
package dev.sluice.archive.part;
