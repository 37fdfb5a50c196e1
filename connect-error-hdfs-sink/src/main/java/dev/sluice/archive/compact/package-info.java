/**
 * Brings files home from the overflow and merges small ones, in the background, while the archive is written and read.
 *
 * <p>In: the archive's directories. Out: the same rows where they belong, in fewer files. May import everything to its left ({@code envelope}, {@code
 * layout}, {@code part}, {@code recover}) and {@code fs}.
 *
 * <h2>Why every reader sees every offset once, at every moment</h2>
 *
 * A merged file's name says the range of offsets that it holds, and it holds all rows of its directory and topic-partition in that
 * range. So it appears with one rename, and with it, by the rule of {@link dev.sluice.archive.layout.Coverage}, the files it was
 * made of stop counting, all at once, before any of them is deleted. They are deleted afterwards, in any order, by whoever comes. There
 * is no state but names: whatever is interrupted leaves at worst files that do not count, and the next pass deletes them. Two
 * compactors at work in one directory at the same time, one of them a zombie, at worst leave files that overlap, which the rule
 * settles, too.
 *
 * <p>Only files are merged that follow one another without a file of the same topic-partition in between, because a merged file
 * supersedes everything in its range. No file can appear in between later: a part has at most one file in a directory, parts are
 * committed in the order of offsets, and a part's files have their names before the next part is committed. Only what waits in the
 * overflow comes home later. So a merge first lists the directory, then the overflow, then the directory again: a file that belongs
 * between those of the first list either still had its temporary name then, and is of a later part; or was in the overflow, and is in
 * one of the later lists, there or at home. Nothing is merged across those.
 *
 * <h2>Readers that do not know the rule</h2>
 *
 * Hive, Spark and Trino can see rows of the merged files twice between the rename and the last deletion: a millisecond for each file.
 * HDFS cannot exchange several files for one at once:
 *
 * <ul>
 *   <li>A rename that overwrites exchanges one file for one; the others are still there.
 *   <li>Hiding the old files first (a rename each) and showing the new one then makes rows vanish instead. A row seen twice can be told
 *       by its topic, partition and offset ({@code count(distinct …)} is right at every moment); a row that is missing cannot be told at
 *       all. And what is interrupted in between would stay so, and would need readers that look at hidden names.
 *   <li>{@code concat} makes one file of several in one step, but by joining their bytes: two Avro containers joined are no container.
 *   <li>Exchanging the directory (two renames) takes away all of it for a moment, and loses what is committed into it meanwhile.
 * </ul>
 *
 * So only directories are touched that have been left alone for some time ({@code compact.min.age.ms}); and should a pass die between
 * the rename and the deletions, the next one, anybody's, finds by its work directory where that was, and deletes at once, however young
 * the directory is.
 */
package dev.sluice.archive.compact;
