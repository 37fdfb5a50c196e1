/**
 * The error archive: a sink connector that keeps every record of the errors topic on a Hadoop file system, exactly once.
 *
 * <p>In: records of any kind; what cannot be understood is kept as it is and marked. Out: Avro or JSON files under {@code
 * {root}/tenant=…/dataset=…/dt=…/}, and offsets to commit that lie behind them.
 *
 * <p>The way of the data: {@link dev.sluice.archive.envelope} → {@link dev.sluice.archive.layout} → {@link
 * dev.sluice.archive.part} → {@link dev.sluice.archive.recover} → {@link dev.sluice.archive.compact} → {@link
 * dev.sluice.archive.report}, over the port {@link
 * dev.sluice.archive.fs}. A package imports only packages to its left, the port and the contract. This package is the shell that
 * Connect sees; it decides nothing.
 *
 * <p>The commit protocol, and what a zombie can and cannot do, is told in {@link dev.sluice.archive.recover}.
 */
package dev.sluice.archive;
