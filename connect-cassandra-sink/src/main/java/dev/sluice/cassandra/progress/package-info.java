/**
 * From passed records to the proof that an import is complete. In: every row, rejection and event, once everything before it in its
 * partition is done with. Out: the tables {@code imports}, {@code imports_running}, {@code import_progress} and {@code import_errors}
 * of the sink's keyspace, behind {@link dev.sluice.cassandra.progress.ProgressStore}; and a bound on what may be committed. Decides
 * everything, does no IO. May import {@code commit} and the contract.
 *
 * <p><b>How distinct rows are counted with bounded memory.</b> The rows of one import in one partition are a <em>stream</em>; if
 * the file is large, those of each block of ordinals ({@link dev.sluice.contract.RowPosition#block()}), because several tasks of the
 * source may read it at once. The source writes a stream's rows with rising ordinals, and when it is resumed, it repeats from at or before
 * the first that is not in Kafka. So a row is new exactly if its ordinal is above the highest of its stream: one number per stream, not a set. Rows are counted
 * in the order of the partition, when they pass the ledger, so a stream's state is a function of a prefix of the partition's log:
 * written late, twice, by a zombie or after a rewind it is the same state.
 *
 * <p><b>Why an offset never runs ahead of its count.</b> A row is counted in memory, then the state is saved, then the offset may be
 * committed: {@link dev.sluice.cassandra.progress.ImportBook#bound} holds offsets back to the first record whose count is not saved.
 * After a crash at any point the rows come again and those that were counted are below the saved ordinal.
 *
 * <p><b>Why a zombie does no harm.</b> All values are absolute, and are written with a Cassandra write timestamp that grows with the
 * state itself ({@code base + ordinal}, and for states of the import a rank): an older state never replaces a newer one, whoever writes
 * it last. Two tasks that save the same ordinal of a stream save the same number of rows.
 *
 * <p><b>Who decides that an import is complete.</b> Nobody owns an import: its rows are spread over partitions of several tasks, and
 * its rejections are in another topic. Whoever saves progress of an import that has ended reads the progress of <em>all</em> its
 * streams thereafter, at a quorum, and judges it; of two who save at the same time, the one whose write ends last sees both. Only then
 * are the offsets committed, so a crash in between makes somebody judge again. What time alone decides (INCOMPLETE) is found by a
 * periodic look at {@code imports_running}, by every task. Judgements of the same facts are the same, so many judges do no harm.
 *
 * <p><b>Rows that Cassandra refuses</b> are counted as rejected in the very stream they came in. They also go to the dead letter queue;
 * when this sink reads that topic too, it tells them by Connect's header {@code __connect.errors.stage} and does not count them again.
 */
package dev.sluice.cassandra.progress;
