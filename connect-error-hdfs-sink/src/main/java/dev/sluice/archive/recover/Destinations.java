package dev.sluice.archive.recover;

import dev.sluice.archive.part.Together;

/**
 * Where the committed files of a task go. Shared by its partitions, and by the pass that brings files home from the overflow.
 *
 * @param together for moves that do not depend on each other
 */
public record Destinations(Directories directories, Overflow overflow, Together together) {}
