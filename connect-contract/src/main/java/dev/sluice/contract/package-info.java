/**
 * The wire contract: everything that two plugins must agree on, and nothing else.
 *
 * <p>Words: a {@link dev.sluice.contract.Tenant} owns datasets ({@link dev.sluice.contract.DatasetId}); one data file on its
 * way into one dataset is an import ({@link dev.sluice.contract.ImportContext}); a row of it is named for ever by import id and
 * ordinal ({@link dev.sluice.contract.RowPosition}).
 *
 * <p>What travels through Kafka:
 *
 * <ul>
 *   <li><b>rows</b>: from the source a Struct of optional strings named <code>{tenant}.{table}.Raw</code>, after the transform a
 *       typed Struct named <code>{tenant}.{table}</code> whose version is the Registry's; both with the headers of {@link
 *       dev.sluice.contract.SluiceHeaders};
 *   <li><b>events</b> ({@link dev.sluice.contract.Event}): written to every partition of the row topic and once to the events
 *       topic, so that each partition, read alone, tells an ordered story;
 *   <li><b>rejections</b> ({@link dev.sluice.contract.Rejection}): a row that was refused, with every {@link
 *       dev.sluice.contract.Violation} of it.
 * </ul>
 *
 * <p>All types are immutable and safe for use by any thread. No IO. May import the Connect API only.
 */
package dev.sluice.contract;
