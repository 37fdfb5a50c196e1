/**
 * One story from file to table, told by tenants at random and checked by strangers.
 *
 * <p>In: a seed and a size. Out: either nothing, or the seed and the first cells that differ. Four parts, each importing only those
 * before it, none of them any plugin:
 *
 * <ol>
 *   <li>{@code script} invents what tenants drop: definitions that add columns, that a living table cannot follow, that are no
 *       definitions at all; files whose keys repeat within and between them, with nulls, empty fields, faulty rows of several kinds and
 *       columns of newer or older versions. A script is a function of its seed; only <em>when</em> its users act is left to chance.
 *   <li>{@code model} is the sequential truth: told in which order things happened to a dataset, it says what must have come of each,
 *       and what table, imports and rejections must be in the end. It has its own rules of typing and evolution.
 *   <li>{@code check} looks: at the topics alone (every partition tells an ordered story), at Cassandra alone (cell for cell, and
 *       {@code sluice.imports}), at progress while it is made.
 *   <li>This package plays: {@link dev.sluice.it.story.Stage} posts the connectors of a layout with topics of their own,
 *       {@link dev.sluice.it.story.Players} drops a script's files, all users at once, and {@link dev.sluice.it.story.StoryIT} kills
 *       what is to be killed in between.
 * </ol>
 *
 * <p>The order of things is not computed, it is read: users drop files at the same time, so which of two comes first is Sluice's to
 * decide, but what {@code table-ops} says was decided must be what every partition and the table say, too.
 */
package dev.sluice.it.story;
