/**
 * Tells in a terminal what the pages tell: {@code java -jar tenant-portal.jar imports}, in a checkout {@code scripts/imports}. In: {@link
 * dev.sluice.portal.follow.Follower} and {@link dev.sluice.portal.watch.Lag}, so the numbers are those of the pages. Out: lines of text.
 * Imports {@code stage}, {@code follow}, {@code watch} and {@code session}.
 */
package dev.sluice.portal.tell;
