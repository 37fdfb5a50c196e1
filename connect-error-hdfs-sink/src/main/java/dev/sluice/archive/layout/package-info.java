/**
 * Where everything lies under the root: partition directories, file names, and the archive's own memory in {@code .sluice/}.
 *
 * <p>In: envelopes, topic, partition, offsets. Out: paths relative to the root. Pure; may import {@code envelope} and the contract.
 */
package dev.sluice.archive.layout;
