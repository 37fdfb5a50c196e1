package dev.sluice.archive.part;

import dev.sluice.archive.layout.Template;

/**
 * What all parts of a task have in common.
 *
 * @param budget shared by them all
 * @param together for the steps of a commit
 * @param summaries true if each import gets a summary
 */
public record PartSettings(FileFormat format, Template template, Budget budget, Together together, boolean summaries) {}
